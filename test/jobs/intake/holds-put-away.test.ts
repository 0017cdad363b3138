import { expect, test } from 'vitest';
import { used } from '../../../src/domain/credits/account.ts';
import type { Job } from '../../../src/domain/job/job.ts';
import { retryClaims } from '../../../src/domain/job/retry.ts';
import { openServer } from '../../../src/domain/policy/server-policy.ts';
import { endCharge, isHeldEverywhere } from '../../../src/jobs/charges.ts';
import { createChargeCheck } from '../../../src/jobs/intake/charge-check.ts';
import { openAccess } from '../../open-access.ts';
import { sampleAlerts } from '../../sample-alerts.ts';
import { sampleClock } from '../../sample-clock.ts';
import { receivedJob } from '../../store/sample-records.ts';
import { openTestStore } from '../../store/test-store.ts';

const NAME = 'm:1:3';
const idOf = (n: number) => `${1_576_873_157_397_053_440n + BigInt(n)}`;

/** A member who may have twenty credits a day, and has ten jobs for them, most of which are put away. */
async function memberAtLimit() {
  const { accounts } = await openTestStore({ url: 'memory:', holdsPerPage: 1 });
  const known = new Map<string, Job>();
  const access = openAccess('3', { server: '1', policy: { ...openServer, everyone: { day: 20, month: null } } });
  const check = createChargeCheck(
    {
      store: { accounts },
      alerts: sampleAlerts(),
      serverLog: { add() {} },
      clock: sampleClock(() => Date.UTC(2026, 10, 30)),
    },
    async (id) => known.get(id),
  );
  const ask = (id: string, claims: readonly string[] = []) => {
    const job = check.charged({ ...receivedJob(id), claims }, access);
    known.set(id, job);
    return { job, denial: check.check([job], access) };
  };
  for (let n = 0; n < 10; n += 1) expect(await ask(idOf(n)).denial).toBeNull();
  const first = known.get(idOf(0));
  const entry = first?.charge?.entries.find(({ account }) => account === NAME);
  if (!first || !entry) throw new Error('nothing is charged');
  const account = () => accounts.get(NAME, entry.month);
  expect((await account()).pages?.some((page) => page.first === first.id)).toBe(true);
  return { accounts, ask, first, known, account, spent: async () => used(await account(), entry.day).day };
}

test('a gesture that comes once more is paid for once, though what it holds is put away', async () => {
  const { accounts, ask, first, spent } = await memberAtLimit();
  expect(await isHeldEverywhere(accounts, first)).toBe(true);
  expect(await ask(first.id).denial).toBeNull();
  expect(await spent()).toBe(20);
  for (const _ of [1, 2]) await endCharge(accounts, first, 'void');
  expect(await spent()).toBe(18);
  expect(await isHeldEverywhere(accounts, first)).toBe(false);
});

test('a second try takes the place of the first, whose credits are put away, and another job finds no room', async () => {
  const { ask, first, spent } = await memberAtLimit();
  expect(await ask(idOf(10)).denial).toMatchObject({ kind: 'limit', left: 0, of: 'image' });
  expect(await ask(idOf(11), retryClaims(first)).denial).toBeNull();
  expect(await spent()).toBe(22);
});

test('credits that are put away for jobs which nobody knows any more keep nobody out', async () => {
  const { ask, known, spent } = await memberAtLimit();
  for (const n of [0, 1, 5]) known.delete(idOf(n));
  expect(await ask(idOf(10)).denial).toBeNull();
  expect(await spent()).toBe(16);
});
