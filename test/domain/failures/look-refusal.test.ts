import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lookRefusal } from '../../../src/domain/failures/look-refusal.ts';

it.each([
  [401, '该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]', 'usedUp'],
  [401, '令牌额度已用尽', 'usedUp'],
  [403, 'insufficient_quota', 'usedUp'],
  [403, '该令牌无权访问模型  (request id: 1)', 'forbidden'],
  [403, 'This token has no access to model mj_imagine', 'forbidden'],
  [403, 'Insufficient user quota', 'usedUp'],
  [403, '用户剩余额度为 0', 'usedUp'],
  [401, '账户余额不够，请充值', 'usedUp'],
  [401, 'You are out of credits', 'usedUp'],
  [403, 'The token is not allowed to use this model', 'forbidden'],
  [403, 'Model access denied', 'forbidden'],
  [403, '令牌没有该模型的访问权限', 'forbidden'],
  [403, '该令牌不允许使用模型 mj_imagine', 'forbidden'],
  [401, '无效的令牌', 'refused'],
  [401, '', 'refused'],
  [401, '未授权', 'refused'],
  [403, '令牌分组 vip 已被禁用', 'refused'],
  [403, '您的 IP 不在令牌允许访问的列表中', 'refused'],
] as const)('a look that is answered %i “%s” is %s', (status, words, refusal) => {
  expect(lookRefusal(status, words, false)).toBe(refusal);
});

it('neither a web page nor any other status says anything about the key', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.string(), fc.boolean(), (status, words, isPage) => {
      const locks = [401, 402, 403].includes(status);
      expect(lookRefusal(status, words, isPage) !== null).toBe(locks && !isPage);
    }),
  );
});
