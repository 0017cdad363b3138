import { json } from '../answers.ts';
import type { Options } from '../options.ts';

export type GatewayAccount = ReturnType<typeof createGatewayAccount>;

/** A refusal of the gateway's own, before anything is forwarded: it has no code. */
export function locked(status: number, message: string): Response {
  const requestId = `${Date.now()}`.padEnd(24, '0');
  return json({ error: { message: `${message} (request id: ${requestId})`, type: 'new_api_error' } }, status);
}

const actions = ['imagine', 'blend', 'describe', 'shorten', 'modal', 'upscale', 'variation', 'low_variation'].concat([
  'high_variation',
  'reroll',
  'zoom',
  'custom_zoom',
  'pan',
  'inpaint',
  'upload',
]);

function models(withoutChannel: readonly string[]): readonly string[] {
  return ['gpt-4o', ...actions.map((name) => `mj_${name}`)].filter((model) => !withoutChannel.includes(model));
}

/**
 * The books of a gateway: what the key and the account behind it may still spend, in submissions. A task that fails is
 * paid back to the account, and not to the key.
 */
export function createGatewayAccount(
  { key, keyQuota, accountQuota, limitedKey, withoutChannel }: Options,
  keySpent: (masked: string) => string,
) {
  let isLimited = limitedKey;
  let [left, balance] = [keyQuota, accountQuota];
  const paid = new Set<string>();
  const charges: object[] = [];
  const masked = `${key.slice(0, 6)}***${key.slice(-3)}`;

  return {
    /** Why the key may not do that at all, null when it may. A key with model limits may submit, and nothing else. */
    bars(isSubmit: boolean): Response | null {
      if (left <= 0) return locked(401, keySpent(masked));
      return isLimited && !isSubmit ? locked(403, '该令牌无权访问模型 ') : null;
    },
    isBroke: () => balance <= 0,
    charge(taskId: string, action: string): void {
      paid.add(taskId);
      const content = `模型固定价格 0.10，分组倍率 1.00，操作 ${action}，ID ${taskId}`;
      const created_at = Math.floor(Date.now() / 1000);
      charges.push({ type: 2, content, model_name: `mj_${action.toLowerCase()}`, quota: 50_000, created_at });
      left -= 1;
      balance -= 1;
    },
    refund(taskId: string): void {
      if (paid.delete(taskId)) balance += 1;
    },
    topUp(submissions: number): void {
      left += submissions;
      balance += submissions;
    },
    /** Takes the limits of the key away. */
    unlock(): void {
      isLimited = false;
    },
    /** What the gateway tells whoever has the key. */
    tell(path: string, given: string): Response | null {
      if (given !== key)
        return path === '/api/log/token' ? json({ success: false, message: 'record not found' }) : null;
      switch (path) {
        case '/api/log/token':
          return json({ success: true, message: '', data: charges });
        case '/v1/models':
          return json({ object: 'list', data: models(withoutChannel).map((id) => ({ id, object: 'model' })) });
        case '/v1/dashboard/billing/subscription':
          return json({ object: 'billing_subscription', hard_limit_usd: Number.isFinite(keyQuota) ? keyQuota : 1e8 });
        case '/v1/dashboard/billing/usage':
          return json({ object: 'list', total_usage: Number.isFinite(left) ? (keyQuota - left) * 100 : 0 });
        default:
          return null;
      }
    },
  };
}
