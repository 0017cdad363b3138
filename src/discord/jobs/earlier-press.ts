import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '../../domain/job/job.ts';
import type { Engine } from '../../jobs/engine.ts';
import { EARLIER_PRESS_WAIT } from '../rest/deadlines.ts';

/** How often it is looked whether another process has shown a job, in ms. */
const LOOK_PAUSE = 100;

/**
 * The job of an earlier press once it is known where it is shown, as the press at hand must be answered in time: as it is then
 * when that takes too long. Undefined when the earlier press came to nothing.
 */
export async function onceAnsweredSoon(
  { onceAnswered, job }: Pick<Engine, 'onceAnswered' | 'job'>,
  id: string,
): Promise<Job | undefined> {
  const patience = new AbortController();
  const late = delay(EARLIER_PRESS_WAIT, undefined, { signal: patience.signal }).catch(() => undefined);
  const until = performance.now() + EARLIER_PRESS_WAIT;
  await Promise.race([onceAnswered(id), late]);
  patience.abort();
  for (;;) {
    const earlier = await job(id);
    // Another process may be showing it.
    if (earlier?.step !== 'received' || performance.now() >= until) return earlier;
    await delay(LOOK_PAUSE);
  }
}
