import { setTimeout as delay } from 'node:timers/promises';
import { photograph } from '../photograph.ts';
import { createRig, type Rig } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';

/**
 * How long the event loop stands still while pictures are larger than Discord takes and smaller copies are made of them,
 * with the rest of a job going on around it: against the same pictures where Discord takes them as they are.
 */
export async function measureShrinking({ shrinking }: Size, profile?: string): Promise<Row> {
  const picture = await photograph(shrinking.picture, 'png');
  const warming = { ...shrinking, jobs: shrinking.jobs / 2, spread: 0 };
  const rigs = await Promise.all(
    [picture.byteLength / 2, picture.byteLength * 2].map((attachmentLimit, n) =>
      createRig({
        program: 'src/index.ts',
        relay: { taskMs: shrinking.taskMs },
        env: { POLL_SECONDS: String(shrinking.pollSeconds), PROGRESS_SECONDS: String(shrinking.pollSeconds) },
        picture,
        attachmentLimit: Math.floor(attachmentLimit),
        profile: n === 0 ? profile : undefined,
      }),
    ),
  );
  try {
    const delays: number[][] = rigs.map(() => []);
    for (let round = -1; round < shrinking.rounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const p99 = await play(rig, round < 0 ? warming : shrinking, n === 0 ? 'image/webp' : 'image/png');
        // The first round warms up.
        if (round >= 0) delays[n]?.push(p99);
      }
    }
    const [smaller = [], whole = []] = delays;
    const measure = 'event-loop delay while pictures are made smaller, p99';
    return compare(measure, 'ms', smaller, rivals.fitting, whole);
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}

/** The event loop's delay in ms, p99, from the first gesture to the last picture. */
async function play(rig: Rig, { jobs, spread }: Size['shrinking'], type: string): Promise<number> {
  const { discord } = rig;
  const began = Date.now();
  await rig.read();
  const ends: Promise<number>[] = [];
  for (let n = 0; n < jobs; n += 1) {
    ends.push((await rig.imagine()).shown());
    await delay(spread / jobs);
  }
  await Promise.all(ends);
  const { loopDelayMs } = await rig.read();
  const files = discord.messages().flatMap(({ createdAt, attachments }) => (createdAt < began ? [] : attachments));
  const right = files.filter(({ contentType }) => contentType === type).length;
  if (right !== jobs) throw new Error(`${right} of ${jobs} pictures were uploaded as ${type}`);
  discord.forget(Date.now());
  return loopDelayMs;
}
