import { enter, type Job } from '../../../src/domain/job/job.ts';
import { openStore } from '../../../src/store/store.ts';
import { createSnowflakes } from '../../emulator/discord/snowflake.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import { sampleJob } from '../../sample-job.ts';
import { putJob } from '../../store/put-job.ts';
import { silentLog } from '../../store/sample-records.ts';

const prompt = 'a red fox in the snow';

/** Members to whom waiting jobs belong, one after the other. */
const MEMBERS = 1_000;

/** Leaves a store and a relay as an earlier process would have: each of the `open` jobs follows a task. */
export async function fillFollowing(storeUrl: string, relay: EmulatedRelay, open: number): Promise<void> {
  for (let n = 0; n < open; n += 1) await relay.plant('imagine', { prompt });
  if (relay.tasks.size !== open) throw new Error(`the relay has ${relay.tasks.size} tasks, not ${open}`);
  const nextId = createSnowflakes();
  const now = Date.now();
  await put(
    storeUrl,
    [...relay.tasks.keys()].map((taskId) => {
      const { job, place } = received(nextId(), nextId(), now, 0);
      return enter(job, { step: 'following', place, taskId, acceptedAt: now, modalSent: false });
    }),
  );
}

/** Leaves a store in which so many jobs wait for a slot. */
export async function fillWaiting(storeUrl: string, waiting: number): Promise<void> {
  const nextId = createSnowflakes();
  const now = Date.now();
  const jobs = Array.from({ length: waiting }, (_, n) => {
    const { job, place } = received(nextId(), nextId(), now - waiting + n, n);
    return enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
  });
  await put(storeUrl, jobs);
}

/** The n-th job of a line, made at `createdAt`. */
export function waitingJob(n: number, createdAt: number): Job {
  const { job, place } = received(`job-${n}`, `message-${n}`, createdAt, n);
  return enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

async function put(storeUrl: string, jobs: readonly Job[]): Promise<void> {
  const store = await openStore({ url: storeUrl, log: silentLog });
  for (const job of jobs) await putJob(store.jobs, job);
  await store.close();
}

/** Private and without a token: nothing can be shown of it before its end. */
function received(id: string, messageId: string, createdAt: number, n: number) {
  const place = { guildId: '100', channelId: '200', messageId };
  const job = sampleJob({
    id,
    request: { kind: 'imagine', prompt, bot: 'MID_JOURNEY', images: [] },
    requester: { id: `${10_000 + (n % MEMBERS)}`, name: 'Ada', locale: 'en-US' },
    guildId: place.guildId,
    channelId: place.channelId,
    private: true,
    prompt,
    createdAt,
  });
  return { job, place };
}
