import { json } from '../answers.ts';
import type { Options } from '../options.ts';

export type GatewayAccount = ReturnType<typeof createGatewayAccount>;

/** A refusal of the gateway's own, before anything is forwarded: it has no code. */
export function locked(status: number, message: string): Response {
  const requestId = `${Date.now()}`.padEnd(24, '0');
  return json({ error: { message: `${message} (request id: ${requestId})`, type: 'new_api_error' } }, status);
}

/**
 * The books of a gateway: what the key and the account behind it may still spend, in submissions. A task that fails is
 * paid back to the account, and not to the key.
 */
export function createGatewayAccount(
  { key, keyQuota, accountQuota, limitedKey }: Options,
  keySpent: (masked: string) => string,
) {
  let isLimited = limitedKey;
  let [left, balance] = [keyQuota, accountQuota];
  const paid = new Set<string>();
  const masked = `${key.slice(0, 6)}***${key.slice(-3)}`;

  return {
    /** Why the key may not do that at all, null when it may. A key with model limits may submit, and nothing else. */
    bars(isSubmit: boolean): Response | null {
      if (left <= 0) return locked(401, keySpent(masked));
      return isLimited && !isSubmit ? locked(403, '该令牌无权访问模型 ') : null;
    },
    isBroke: () => balance <= 0,
    charge(taskId: string): void {
      paid.add(taskId);
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
    balance: () => balance,
  };
}
