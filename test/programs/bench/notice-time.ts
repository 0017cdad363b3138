import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { freePort } from '../../emulator/free-port.ts';
import { createRig, type Rig } from './rig.ts';
import type { Row } from './row.ts';
import type { Size } from './size.ts';
import { median } from './statistics.ts';

const Submitted = z.object({ state: z.string() });

/** How long after a task has finished its picture is shown: asking every so many seconds, and being called back as well. */
export async function measureNoticing({ noticing: size }: Size): Promise<Row[]> {
  const program = 'src/index.ts';
  const env = { POLL_SECONDS: String(size.seconds) };
  const port = String(await freePort());
  const [polling, calledBack] = await Promise.all([
    createRig({ program, relay: { manual: true, pictureSize: 64 }, env }),
    createRig({
      program,
      relay: { manual: true, pictureSize: 64, callbacks: true },
      env: { ...env, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` },
    }),
  ]);
  try {
    const [asking, called] = await Promise.all([timeNotices(polling, size), timeNotices(calledBack, size)]);
    const name = `Darkroom that asks every ${size.seconds} s and is not called back`;
    const [ours, theirs] = [median(called), median(asking)];
    return [
      {
        measure: 'finished task to shown picture, called back',
        unit: 'ms',
        darkroom: ours,
        rival: { name, value: theirs, ratio: ours / theirs },
      },
    ];
  } finally {
    await Promise.all([polling.close(), calledBack.close()]);
  }
}

/** Tasks finish evenly over one period of asking. */
async function timeNotices(rig: Rig, { watched, seconds }: Size['noticing']): Promise<number[]> {
  const { discord, relay, shown } = rig;
  for (let n = 0; n < watched; n += 1) await (await rig.imagine()).acknowledged;
  await discord.waitUntil(() => relay.tasks.size === watched);
  const finished = new Map<string, number>();
  for (const { taskId, body } of relay.submissions) {
    if (taskId === null) continue;
    await delay((seconds * 1000) / watched);
    finished.set(jobIdIn(Submitted.parse(body).state), performance.now());
    relay.finish(taskId);
  }
  await discord.waitUntil(() => shown.size === watched, seconds * 1000 + 10_000);
  return [...finished].map(([id, at]) => (shown.get(id) ?? Number.NaN) - at);
}
