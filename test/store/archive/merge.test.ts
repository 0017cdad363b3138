import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enter, type Job } from '../../../src/domain/job/job.ts';
import type { Pictures } from '../../../src/domain/job/outcome.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { wouldBeSubmitted } from '../../../src/store/archive/further-job.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import * as arbitrary from '../arbitraries.ts';
import { putJob } from '../put-job.ts';
import { place, receivedJob, recentTask, settledJob } from '../sample-records.ts';
import { storeFile } from '../store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';
import { tool } from './tool.ts';

const DAY = 86_400_000;

const received = { ...receivedJob('10'), createdAt: Date.now() };
const waiting = enter(received, { step: 'waiting', place: place('20'), notBefore: 0, refusals: 0 });
const submitting = enter(received, { step: 'submitting', place: place('20'), since: 2, attempt: 'a1' });
const unknown = enter(received, { step: 'unknown', place: place('20'), taskId: null, since: 2, attempt: 'a1' });
const accepted = { place: place('20'), taskId: 't', acceptedAt: 3 };
const following = enter(received, { step: 'following', ...accepted, modalSent: false });
const askedForText = enter(received, {
  step: 'window',
  place: place('20'),
  taskId: 't',
  since: 4,
  notBefore: 0,
  refusals: 0,
});
const withText = { ...askedForText, text: { prompt: 'a blue fox', mask: null } };
const submittingText = enter(withText, {
  step: 'submittingModal',
  place: place('20'),
  taskId: 't',
  since: 5,
  attempt: 'a1',
});
const unknownText = enter(withText, { step: 'unknown', place: place('20'), taskId: 't', since: 5, attempt: 'a1' });
const followingText = enter(withText, { step: 'following', ...accepted, modalSent: true });
const pictures: Pictures = {
  kind: 'pictures',
  taskId: 't',
  imageUrls: [],
  videoUrls: [],
  buttons: [],
  prompt: '',
  text: '',
};
const delivering = enter(followingText, { step: 'delivering', place: place('20'), outcome: pictures, since: 6 });
const settled: Job = {
  ...enter(followingText, { step: 'settled', place: place('20'), outcome: pictures, at: 6 }),
  reply: null,
};

/** A job's way from the gesture to the shown result, with all that a submission may come to. */
const way = [
  received,
  waiting,
  submitting,
  unknown,
  following,
  askedForText,
  withText,
  submittingText,
  unknownText,
  followingText,
  delivering,
  settled,
];

async function storeWith(fill: (store: OpenStore) => Promise<unknown>): Promise<string> {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await fill(store);
  await store.close();
  return url;
}

/** The store after an export of `from` was merged into it. */
async function merged(into: string, from: string) {
  const file = join(temporaryFolder(), 'copy.jsonl');
  expect((await tool(from, 'export', file)).code).toBe(0);
  const { code, said } = await tool(into, 'import', file, '--merge');
  expect(code, said).toBe(0);
  return { said, store: await openTestStore({ url: into }) };
}

type Pair = readonly [there: Job | null, other: Job];

/** Puts the first job of each pair into a store and merges the second into it; what becomes of each. */
async function mergedJobs(pairs: readonly Pair[]): Promise<readonly (Job | undefined)[]> {
  const renamed = (job: Job, index: number) => ({ ...job, id: `${index}` });
  const into = await storeWith(async ({ jobs }) => {
    for (const [index, [there]] of pairs.entries()) if (there) await putJob(jobs, renamed(there, index));
  });
  const from = await storeWith(async ({ jobs }) => {
    for (const [index, [, other]] of pairs.entries()) await putJob(jobs, renamed(other, index));
  });
  const { store } = await merged(into, from);
  const results = await Promise.all(pairs.map((_, index) => store.jobs.get(`${index}`)));
  const open = (await listAll(store.jobs.open())).map((job) => ('id' in job ? job.id : ''));
  expect(new Set(open)).toEqual(new Set(results.flatMap((job) => (job && job.step !== 'settled' ? [job.id] : []))));
  await store.close();
  return results.map((job, index) => job && { ...job, id: pairs[index]?.[1].id ?? '' });
}

describe('an older export', () => {
  test.each(way.map((job, index) => [job.step, job, way.slice(0, index)] as const))(
    'does not move a job back that is %s here',
    async (_, there, before) => {
      const jobs = await mergedJobs(before.map((older) => [there, older]));
      for (const job of jobs) expect(job).toEqual(there);
    },
  );

  test('does not bring a job back that was settled and forgotten since', async () => {
    const old = { ...waiting, createdAt: Date.now() - 91 * DAY };
    const young = { ...waiting, createdAt: Date.now() - 89 * DAY };
    const jobs = await mergedJobs([
      [null, old],
      [null, young],
    ]);
    expect(jobs).toEqual([undefined, { ...young, reply: null }]);
  });

  test('does not bring a job back whose picture another one has paid for since', async () => {
    const press = { ...waiting, claims: ['once:t:U1'] };
    const into = await storeWith(async ({ jobs, claims }) => {
      await putJob(jobs, { ...settled, id: '11' });
      await claims.claim('once:t:U1', '11');
    });
    const from = await storeWith(async ({ jobs, claims }) => {
      await putJob(jobs, press);
      await claims.claim('once:t:U1', '10');
    });
    const { said, store } = await merged(into, from);
    expect(await store.jobs.get('10')).toBeUndefined();
    expect(await store.claims.claim('once:t:U1', '99')).toBe('11');
    expect(said).toContain('2 were left out because the store knows better.');
  });

  test('does not bring a claim back that was given back since', async () => {
    const into = await storeWith(({ jobs }) => putJob(jobs, settledJob('10')));
    const from = await storeWith(async ({ jobs, claims }) => {
      await putJob(jobs, waiting);
      await claims.claim('once:t:U1', '10');
    });
    const { store } = await merged(into, from);
    expect(await store.claims.claim('once:t:U1', '99')).toBe('99');
  });

  test('neither replaces what members chose or see here, nor shortens a list', async () => {
    const record = { place: place('20'), taskId: 't', buttons: [], requesterId: '3', prompt: '' };
    const fill =
      (time: number, ...tasks: string[]) =>
      async ({ members, messages, tasks: places, channels }: OpenStore) => {
        await members.changeSettings('3', (before) => ({ ...before, model: `${time}` }));
        await messages.put({ ...record, jobId: `${time}`, createdAt: time });
        for (const [index, task] of tasks.entries()) {
          await members.addRecent('3', { ...recentTask(task), at: time + index });
          await channels.addNewest('2', { ...recentTask(task), at: time + index });
          await places.addPlace('t', place(task));
        }
      };
    const [older, newer] = [await storeWith(fill(10, 'a', 'b')), await storeWith(fill(20, 'b', 'c'))];
    for (const [into, from, model] of [
      [newer, older, '20'],
      [older, newer, '10'],
    ] as const) {
      const { store } = await merged(into, from);
      expect(await store.members.settings('3')).toEqual({ ...defaultSettings, model });
      expect(await store.messages.get('20')).toMatchObject({ jobId: '20' });
      for (const list of [await store.members.recent('3'), await store.channels.newest('2')]) {
        expect(list.map(({ taskId }) => taskId)).toEqual(['c', 'b', 'a']);
      }
      expect(new Set((await store.tasks.places('t')).map(({ messageId }) => messageId))).toEqual(
        new Set(['a', 'b', 'c']),
      );
      await store.close();
    }
  });
});

describe('a newer export', () => {
  test.each(way.slice(1).map((job, index) => [job.step, job, way.slice(0, index + 1)] as const))(
    'moves a job on to %s, and keeps its interaction token while it is open',
    async (_, newer, before) => {
      const expected = newer.step === 'settled' ? newer : { ...newer, reply: received.reply };
      for (const job of await mergedJobs(before.map((there) => [there, newer]))) expect(job).toEqual(expected);
    },
  );

  test('passes the claim of a failed job to the one that took its place', async () => {
    const claim = 'once:t:U1';
    const into = await storeWith(async ({ jobs, claims }) => {
      await putJob(jobs, unknown);
      await claims.claim(claim, '10');
    });
    const from = await storeWith(async ({ jobs, claims }) => {
      await putJob(jobs, settledJob('10'));
      await putJob(jobs, { ...settled, id: '11' });
      await claims.claim(claim, '11');
    });
    const { store } = await merged(into, from);
    expect(await store.claims.claim(claim, '99')).toBe('11');
  });
});

test('a job that cannot be read here is not submitted again, but what an export knows of its end is taken', async () => {
  for (const [other, expected] of [
    [waiting, undefined],
    [following, { ...following, reply: null }],
    [settled, settled],
  ] as const) {
    const into = await storeWith(async ({ jobs }) => putJob(jobs, received));
    storeFile(into).putRow('open', '10', '{"value":{"v":1,"data":"torn"}}');
    const { store } = await merged(into, await storeWith(({ jobs }) => putJob(jobs, other)));
    const job = await store.jobs.get('10').catch(() => undefined);
    expect(job).toEqual(expected);
    await store.close();
  }
});

test('whichever two records of a job meet, nothing is submitted again, no picture is lost, and merging twice changes nothing', async () => {
  const pairs = fc.array(fc.tuple(arbitrary.job, arbitrary.job), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(pairs, async (records) => {
      const jobs = await mergedJobs(records);
      const again = await mergedJobs(records.map(([there, other], index) => [jobs[index] ?? there, other]));
      expect(again).toEqual(jobs);
      for (const [index, both] of records.entries()) {
        const job = jobs[index];
        const [there] = both;
        if (job && wouldBeSubmitted(job) && job.step !== 'window') expect(both.every(isUnsubmitted)).toBe(true);
        if (job?.step === 'window' && job.text) expect(both.some(hasSentText)).toBe(false);
        if (there.step === 'settled') expect(job?.step).toBe('settled');
        if (there.step !== 'settled' && both.some(hasPictures)) expect(job && hasPictures(job)).toBe(true);
      }
    }),
    { numRuns: 8 },
  );
});

function isUnsubmitted({ step }: Job): boolean {
  return step === 'received' || step === 'waiting';
}

function hasSentText(job: Job): boolean {
  if (job.step === 'following' || job.step === 'overdue') return job.modalSent;
  return job.step === 'submittingModal' || 'outcome' in job || (job.step === 'unknown' && job.taskId !== null);
}

function hasPictures(job: Job): boolean {
  return 'outcome' in job && job.outcome.kind === 'pictures';
}
