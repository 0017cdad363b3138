import { expect, test } from 'vitest';
import type { SubmitOutcome } from '../../src/domain/ports/relay.ts';
import { createAccountWatch } from '../../src/jobs/account-watch.ts';
import { sampleAlerts } from '../sample-alerts.ts';

const accepted: SubmitOutcome = { kind: 'accepted', taskId: '1', window: false, ahead: null };
const refusedFor = (detail: string): SubmitOutcome => ({ kind: 'refused', reason: { kind: 'operator', detail } });

function setUp() {
  const alerts = sampleAlerts();
  return { ...createAccountWatch(alerts), alerts };
}

test('a refusal for a reason of the account is trouble until a submission is taken', () => {
  const { submitted, alerts } = setUp();
  submitted(refusedFor('no channel for mj_imagine'));
  expect(alerts.raised).toEqual([{ kind: 'relayRefuses', detail: 'no channel for mj_imagine' }]);
  submitted({ kind: 'busy', reason: { kind: 'queueFull' }, retryAfter: null });
  expect(alerts.active()).toEqual(['relayRefuses']);
  submitted(accepted);
  expect(alerts.active()).toEqual([]);
});

test.each([
  '用户额度不足, 剩余额度: ＄0.00',
  'insufficient balance',
  'quota_not_enough',
  'You exceeded your current quota: credit exhausted',
])('a spent credit is told as that, however the relay says it (%s)', (words) => {
  const { submitted, alerts } = setUp();
  submitted(refusedFor(words));
  expect(alerts.active()).toEqual(['creditUsedUp']);
  submitted(accepted);
  expect(alerts.active()).toEqual([]);
});

test('failing tasks are trouble of their own, which only a finished one ends', () => {
  const { submitted, failed, finished, alerts } = setUp();
  failed({ kind: 'bannedWord', word: 'gore' });
  expect(alerts.active()).toEqual([]);
  failed({ kind: 'operator', detail: 'Blocked' });
  submitted(accepted);
  expect(alerts.raised).toEqual([{ kind: 'tasksFail', detail: 'Blocked' }]);
  expect(alerts.active()).toEqual(['tasksFail']);
  finished();
  expect(alerts.active()).toEqual([]);
});

test('a relay without an account that is usable, waited for in vain, is trouble, too', () => {
  const { refused, submitted, alerts } = setUp();
  refused({ kind: 'queueFull' });
  expect(alerts.active()).toEqual([]);
  refused({ kind: 'noAccount' });
  expect(alerts.active()).toEqual(['relayRefuses']);
  submitted(accepted);
  expect(alerts.active()).toEqual([]);
});
