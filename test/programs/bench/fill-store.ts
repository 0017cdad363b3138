import { enter, type Job } from '../../../src/domain/job/job.ts';
import { openStore } from '../../../src/store/store.ts';
import { createSnowflakes } from '../../emulator/discord/snowflake.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import { sampleJob } from '../../sample-job.ts';
import { putJob } from '../../store/put-job.ts';

const prompt = 'a red fox in the snow';

/** Leaves a store and a relay as an earlier process would have: each of the `open` jobs follows a task. */
export async function fill(storeUrl: string, relay: EmulatedRelay, open: number): Promise<void> {
  for (let n = 0; n < open; n += 1) await relay.plant('imagine', { prompt });
  if (relay.tasks.size !== open) throw new Error(`the relay has ${relay.tasks.size} tasks, not ${open}`);

  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const store = await openStore({ url: storeUrl, log });
  const nextId = createSnowflakes();
  for (const taskId of relay.tasks.keys()) await putJob(store.jobs, following(nextId(), nextId(), taskId));
  await store.close();
}

/** Private and without a token: nothing can be shown of it before its end. */
function following(id: string, messageId: string, taskId: string): Job {
  const now = Date.now();
  const place = { guildId: '100', channelId: '200', messageId };
  const received = sampleJob({
    id,
    request: { kind: 'imagine', prompt, bot: 'MID_JOURNEY', images: [] },
    guildId: place.guildId,
    channelId: place.channelId,
    private: true,
    prompt,
    createdAt: now,
  });
  return enter(received, { step: 'following', place, taskId, acceptedAt: now, modalSent: false });
}
