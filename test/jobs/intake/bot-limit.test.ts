import { expect, test } from 'vitest';
import { emptyAccount } from '../../../src/domain/credits/account.ts';
import type { LimitDenial } from '../../../src/domain/policy/denial.ts';
import { tellBotLimit } from '../../../src/jobs/intake/bot-limit.ts';
import { sampleAlerts } from '../../sample-alerts.ts';

const NOW = Date.UTC(2026, 10, 29, 19);
const MIDNIGHT = Date.UTC(2026, 10, 30);
const here = { month: '2026-11', day: 29 };
const denial: LimitDenial = {
  kind: 'limit',
  scope: 'bot',
  window: 'day',
  of: 'image',
  price: 2,
  jobs: 1,
  left: 1,
  limit: 100,
  imagePrice: 2,
  until: MIDNIGHT,
};

test('the operator is told at four fifths of what the bot may spend, and when something is refused for it, until there is room', () => {
  const alerts = sampleAlerts();
  const spent = (day: number, refused: LimitDenial | null = null) => {
    const credits = [...Array.from({ length: 28 }, () => 0), day];
    tellBotLimit({ ...emptyAccount, credits }, { day: 100, month: null }, here, 'UTC', refused, alerts, NOW);
    return alerts.active().join();
  };
  expect([79, 80, 99].map((day) => spent(day))).toEqual(['', 'limitNear', 'limitNear']);
  expect(spent(99, denial)).toBe('limitNear,limitReached');
  expect(spent(2)).toBe('');
  expect(alerts.raised[0]).toEqual({ kind: 'limitNear', window: 'day', used: 80, limit: 100, until: MIDNIGHT });
  expect(alerts.raised).toContainEqual({ kind: 'limitReached', window: 'day', used: 99, limit: 100, until: MIDNIGHT });
});

test('without a limit nobody is told anything', () => {
  const alerts = sampleAlerts();
  tellBotLimit({ ...emptyAccount, credits: [1_000] }, { day: null, month: null }, here, 'UTC', null, alerts, NOW);
  expect(alerts.raised).toEqual([]);
});
