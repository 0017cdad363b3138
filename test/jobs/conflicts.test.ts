import { expect, test } from 'vitest';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { conclude, enter, type Job } from '../../src/domain/job/job.ts';
import type { Store } from '../../src/domain/ports/store.ts';
import { stillAsking } from '../../src/jobs/late-answer.ts';
import { createSpentTokens } from '../../src/jobs/spent-tokens.ts';
import { place, receivedJob, silentLog } from '../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../store/test-store.ts';
import { openJobsOn } from './open-jobs-on.ts';
import { createClusterSimulation } from './simulation/cluster.ts';
import { createSimulation } from './simulation/simulation.ts';

const at = place('20');
const received = receivedJob('10');
const waiting = enter(received, { step: 'waiting', place: at, notBefore: 0, refusals: 0 });
const called = (attempt: string) => enter(waiting, { step: 'submitting', place: at, since: 1, attempt });
const asked = called('a');
const unknown = enter(asked, { step: 'unknown', place: at, taskId: null, since: 1, attempt: 'a' });
const followed = enter(asked, { step: 'following', place: at, taskId: 't', acceptedAt: 2, modalSent: false });
const cancelled = conclude(waiting, { kind: 'failed', reason: { kind: 'cancelled' }, free: true }, 3);

/** The open jobs of a process. `jobs` are the store's as it sees them. */
function processOn(jobs: Store['jobs'], known: Job, warn: (facts: object) => void = () => {}) {
  const openJobs = openJobsOn(jobs, { ...silentLog, warn });
  openJobs.insert(known);
  return openJobs;
}

/** Two processes on one file that know the same of one job. */
async function twoProcesses(known: Job, warn?: (facts: object) => void) {
  const url = sqliteUrl();
  const stores = [await openTestStore({ url }), await openTestStore({ url })] as const;
  await stores[0].jobs.add(received);
  if (known !== received) await stores[0].jobs.replace(received, known);
  const [one, other] = [processOn(stores[0].jobs, known, warn), processOn(stores[1].jobs, known)];
  return { one, other, stored: () => stores[0].jobs.get('10'), stores };
}

test('a job that another process has moved is moved on from there, not from where it was', async () => {
  const { one, other, stored } = await twoProcesses(waiting);
  await other.commit(cancelled);
  const seen: (string | undefined)[] = [];
  const came = await one.withLock('10', async (job) => {
    seen.push(job?.step);
    if (job?.step !== 'waiting') return 'too late';
    await one.commit(asked);
    return 'asked';
  });
  expect([seen, came]).toEqual([['waiting', 'delivering'], 'too late']);
  expect(await stored()).toEqual(cancelled);
  expect(one.get('10')).toEqual(cancelled);
});

test('of two processes that both believe that it is their turn, one calls the relay', async () => {
  const { one, other, stored } = await twoProcesses(waiting);
  const calls: string[] = [];
  const start = (own: typeof one, attempt: string) =>
    own.withLock('10', async (job) => {
      if (job?.step !== 'waiting') return;
      await own.commit(called(attempt));
      calls.push(attempt);
    });
  await Promise.all([start(one, 'a'), start(other, 'b')]);
  expect(calls).toHaveLength(1);
  expect(await stored()).toMatchObject({ attempt: calls[0] });
});

test('an answer that comes when another process has given it up for lost is an answer', async () => {
  const { one, other, stored } = await twoProcesses(asked);
  await other.record(unknown);
  await one.withLock('10', async (now) => {
    const still = stillAsking(now, asked);
    if (still) await one.record(enter(still, { ...followed }));
  });
  expect(await stored()).toEqual(followed);
  expect(one.get('10')).toEqual(followed);
});

test('what could not be written gives way to what another process has written meanwhile, and is told', async () => {
  const told: object[] = [];
  const { other, stored, stores } = await twoProcesses(asked);
  let isFull = true;
  const replace: Store['jobs']['replace'] = async (from, to) => {
    if (isFull) throw new StoreError('the disk is full');
    return stores[0].jobs.replace(from, to);
  };
  const one = processOn({ ...stores[0].jobs, replace }, asked, (facts) => told.push(facts));
  await one.record(followed);
  expect(one.get('10')).toBe(followed);
  await other.commit(cancelled);
  isFull = false;
  await one.flush();
  expect(told).toMatchObject([{ job: '10', task: 't' }]);
  expect(one.get('10')).toEqual(cancelled);
  expect(await stored()).toEqual(cancelled);
  await one.flush();
  expect(told).toHaveLength(1);
});

test('a new token that a member has brought to another process is kept when the one before is spent', async () => {
  const reply = (token: string, expiresAt: number) => ({ applicationId: '1', interactionId: '11', token, expiresAt });
  const now = Date.now();
  const spent = { ...waiting, reply: reply('spent', now + 10) };
  const { one, other, stored } = await twoProcesses(spent);
  const tokens = createSpentTokens({ openJobs: one, clock: { past: () => now + 20 } });
  expect(tokens.isSpent(spent)).toBe(true);
  await other.commit({ ...waiting, reply: reply('new', now + 900_000) });
  await tokens.forget('10');
  expect(await stored()).toMatchObject({ reply: { token: 'new' } });
  expect(one.get('10')).toMatchObject({ reply: { token: 'new' } });
});

test('an answer that could not be written counts though another process has given it up for lost meanwhile', async () => {
  const { other, stored, stores } = await twoProcesses(asked);
  let isAway = true;
  const replace: Store['jobs']['replace'] = async (from, to) => {
    if (isAway) throw new StoreError('the store cannot be reached');
    return stores[0].jobs.replace(from, to);
  };
  const one = processOn({ ...stores[0].jobs, replace }, asked);
  await one.record(followed);
  const reply = { applicationId: '1', interactionId: '11', token: 'new', expiresAt: Number.MAX_SAFE_INTEGER };
  await other.record({ ...unknown, reply });
  isAway = false;
  await one.flush();
  expect(await stored()).toEqual({ ...followed, reply });
  expect(one.get('10')).toEqual({ ...followed, reply });
});

test('a write that was done although it failed is in nobody’s way', async () => {
  const { stores, stored } = await twoProcesses(waiting);
  let isLost = true;
  const replace: Store['jobs']['replace'] = async (from, to) => {
    const isWritten = await stores[0].jobs.replace(from, to);
    if (isLost) throw new StoreError('it was written, and then the disk was full');
    return isWritten;
  };
  const one = processOn({ ...stores[0].jobs, replace }, waiting);
  await expect(one.withLock('10', () => one.commit(asked))).rejects.toThrow(StoreError);
  expect(one.get('10')).toBe(waiting);
  // The member calls off what still waits, and that may get lost, too.
  await one.record(cancelled);
  const attaching = { ...cancelled, attaching: 1 };
  await one.record(attaching);
  isLost = false;
  await one.flush();
  expect(await stored()).toEqual(attaching);
  expect(one.get('10')).toBe(attaching);
});

test('a job that another process has settled is no longer open here', async () => {
  const { one, other } = await twoProcesses(cancelled);
  const { place: shownAt, outcome } = cancelled;
  await other.commit(enter(cancelled, { step: 'settled', place: shownAt, outcome, at: 3 }));
  expect(await one.withLock('10', async (job) => job && one.record({ ...job, reply: null }))).toBeUndefined();
  expect(one.remembered()).toEqual({ jobs: 0, notes: 0 });
});

test.each([
  ['a command', false],
  ['a batch', true],
])(
  'the job of %s that another process has begun while Discord answered is begun once, where that one shows it',
  async (_, isBatch) => {
    const simulation = createSimulation();
    const { presenter, relay, store } = simulation;
    presenter.answers.push('delay');
    await (isBatch ? simulation.imagineMany('ann', 2, true) : simulation.imagine('ann'));
    const begun = [...store.open.values()];
    for (const job of begun)
      store.open.set(job.id, enter(job, { step: 'waiting', place: at, notBefore: 0, refusals: 0 }));
    await simulation.confirmAnswers();
    await simulation.advance(1_000);
    expect(begun.map(({ step }) => step)).toEqual(begun.map(() => 'received'));
    expect([...store.open.values()]).toMatchObject(begun.map(({ id }) => ({ id, step: 'following', place: at })));
    // Only the first is moved by what was known before: each further job is read when it is its turn.
    expect([store.conflicts, relay.posts.length]).toEqual([1, begun.length]);
  },
);

test('a batch whose first message came from here goes on here, though another process was faster to write that down', async () => {
  const simulation = createSimulation();
  const { presenter, store } = simulation;
  presenter.answers.push('delay');
  const batch = simulation.imagineMany('ann', 3, false);
  await batch;
  const [first, ...further] = [...store.open.values()];
  if (!first) throw new Error('nothing was taken in');
  store.open.set(first.id, enter(first, { step: 'waiting', place: at, notBefore: 0, refusals: 0 }));
  await simulation.confirmAnswers();
  expect(further.map(({ id }) => presenter.messages.get(id)?.copies)).toEqual([1, 1]);
});

test('of two processes that take a batch in at the same time, one shows it', async () => {
  const simulation = createClusterSimulation();
  await simulation.lead(0, 'handover');
  simulation.reach(1, 'atOnce');
  await simulation.imagineMany('ann', 5, false);
  await simulation.imagineMany('ann', 5, true);
  const shown = [...simulation.presenter.messages.values()].map(({ copies }) => copies);
  expect(shown).toEqual(Array.from({ length: 10 }, () => 1));
});

test('whoever comes late to a batch that another process has begun to show, shows nothing of it', async () => {
  // Every simulation gives the same ids.
  const [known] = await createSimulation().imagineMany('ann', 3, false);
  if (!known) throw new Error('nothing was asked for');
  const simulation = createSimulation();
  const { store } = simulation;
  store.open.set(known.job.id, enter(known.job, { step: 'waiting', place: at, notBefore: 0, refusals: 0 }));
  const [, ...further] = await simulation.imagineMany('ann', 3, false);
  await simulation.advance(1_000);
  expect(further.map(({ job }) => store.open.get(job.id)?.step)).toEqual(['received', 'received']);
});

test('a submission that another process takes away before it begins is not made, and its member reads that it was called off', async () => {
  const simulation = createSimulation();
  const { relay, store } = simulation;
  for (let n = 0; n < 4; n += 1) await simulation.imagine('ann');
  const last = [...store.open.values()].find(({ step }) => step === 'waiting');
  if (!last) throw new Error('all are submitted');
  store.open.set(last.id, conclude({ ...last, place: at }, { kind: 'failed', reason: { kind: 'cancelled' } }, 1));
  const before = relay.posts.length;
  relay.moveTasks('SUCCESS');
  await simulation.poll();
  await simulation.advance(1_000);
  expect(relay.posts).toHaveLength(before);
  expect(store.conflicts).toBe(1);
  // The news that another process has moved it may have died with that one.
  expect(store.settled.get(last.id)).toMatchObject({ step: 'settled', outcome: { reason: { kind: 'cancelled' } } });
});
