import { fault, json } from '../answers.ts';
import { locked } from './gateway-account.ts';
import { isBearer } from './profile.ts';

/** In what gateways differ. Their texts are those that were measured. */
export type Habits = {
  allows(headers: Headers, key: string): boolean;
  forbidden(): Response;
  /** The operator sells nothing of this kind. */
  noChannel(model: string): Response;
  /** What a spent key hears; `masked` are characters of the key. */
  keySpent(masked: string): string;
  accountSpent: string;
  /** Whether the speed in the address gets to the upstream. */
  keepsMode: boolean;
  /** Whether links of pictures lead to the gateway, and not to the upstream. */
  linksItself: boolean;
};

export const newApi: Habits = {
  allows(headers, key) {
    const authorization = headers.get('authorization');
    if (authorization && authorization !== 'midjourney-proxy') return isBearer(headers, key);
    return headers.get('mj-api-secret')?.replace(/^Bearer /, '') === key;
  },
  forbidden: () => locked(401, '无效的令牌'),
  noChannel: (model) => locked(503, `当前分组 default 下对于模型 ${model} 无可用渠道`),
  keySpent: (masked) => `该令牌额度已用尽 TokenStatusExhausted[${masked}]`,
  accountSpent: 'quota_not_enough',
  keepsMode: false,
  linksItself: true,
};

export const oneHub: Habits = {
  allows: (headers, key) => headers.get('mj-api-secret') === key,
  forbidden: () => fault(401, '无效的令牌', 'one_hub_error'),
  noChannel(model) {
    const description = `无法获取provider:当前分组 default 下对于模型 ${model} 无可用渠道 `;
    return json({ code: 5, description, type: 'internal_error' }, 400);
  },
  keySpent: () => '令牌额度已用尽',
  accountSpent: 'user quota is not enough',
  keepsMode: true,
  linksItself: false,
};
