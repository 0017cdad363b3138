import { expect, test } from 'vitest';
import { OPERATOR } from '../../../src/domain/credits/charge.ts';
import { authorize } from '../../../src/domain/policy/authorize.ts';
import { openBot } from '../../../src/domain/policy/bot-policy.ts';
import { chargeOf, paymentsOf } from '../../../src/domain/policy/bounds.ts';
import { planOf } from '../../../src/domain/policy/plan.ts';
import { openServer } from '../../../src/domain/policy/server-policy.ts';
import { openAccess } from '../../open-access.ts';
import { sampleJob } from '../../sample-job.ts';

const none = { day: null, month: null };
const policy = {
  ...openServer,
  everyone: { day: 10, month: null },
  roles: [
    { roleId: 'artist', limit: { day: 40, month: 200 } },
    { roleId: 'friend', limit: { day: null, month: 100 } },
  ],
};

test('a plan is the most generous of what everybody and each role may, the day and the month apart', () => {
  expect(planOf(openServer, [])).toEqual(none);
  expect(planOf(policy, [])).toEqual({ day: 10, month: null });
  expect(planOf(policy, ['artist'])).toEqual({ day: 40, month: null });
  expect(planOf({ ...policy, everyone: { day: 0, month: 0 } }, ['artist'])).toEqual({ day: 40, month: 200 });
  expect(planOf({ ...policy, everyone: { day: 0, month: 0 } }, ['artist', 'friend'])).toEqual({
    day: null,
    month: 200,
  });
});

test('where everyone may nothing, the roles that may something are named', () => {
  const access = openAccess('3', { policy: { ...policy, everyone: { day: 0, month: null } } });
  const asked = [sampleJob()];
  expect(authorize(access, asked, 0)).toEqual({ kind: 'noPlan', roleIds: ['artist', 'friend'] });
  expect(authorize({ ...access, roleIds: ['artist'] }, asked, 0)).toBeNull();
  expect(authorize({ ...access, isOperator: true }, asked, 0)).toBeNull();
});

test('a server that is closed makes nothing', () => {
  const access = openAccess('3', { grant: { pays: true, limit: none, closed: true } });
  expect(authorize(access, null, 0)).toEqual({ kind: 'closed' });
});

test('a gesture is charged to the member, the server and the people who run the bot, each by their own days', () => {
  // 2026-11-30, 11 o'clock in UTC.
  const id = String((BigInt(Date.UTC(2026, 10, 30, 11)) - 1_420_070_400_000n) << 22n);
  const access = openAccess('3', { timeZone: 'Pacific/Kiritimati' });
  expect(chargeOf(sampleJob({ id }), access, OPERATOR)).toEqual({
    kind: 'image',
    amount: 2,
    entries: [
      { account: 'm:10:3', month: '2026-12', day: 1 },
      { account: 'g:10', month: '2026-12', day: 1 },
      { account: 'operator', month: '2026-11', day: 30 },
    ],
  });
});

test('outside servers, and where each member has a limit, the member has an account everywhere', () => {
  const accounts = (access: Parameters<typeof paymentsOf>[0]) =>
    paymentsOf(access, OPERATOR).map(({ account }) => account);
  expect(accounts(openAccess('3', { server: null, policy: null, grant: null }))).toEqual(['u:3', 'operator']);
  const bot = { ...openBot, member: { day: 10, month: null } };
  expect(accounts(openAccess('3', { bot }))).toEqual(['m:10:3', 'g:10', 'u:3', 'operator']);
  const operator = paymentsOf(openAccess('3', { bot, policy, isOperator: true }), OPERATOR);
  expect(operator.flatMap(({ bounds }) => bounds)).toEqual([]);
});
