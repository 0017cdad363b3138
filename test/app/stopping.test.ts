import { expect, test } from 'vitest';
import type { RequestMoment } from '../emulator/hold-request.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished } from './message-reading.ts';

const STOP_SECONDS = 0.2;
/** The most that a stop may take beyond STOP_SECONDS, in ms, whatever hangs. */
const MORE = 3_000;
const never = new Promise<never>(() => {});

/** What is not answered any more. */
const hanging: [string, (request: RequestMoment) => boolean][] = [
  ['Discord does not answer the upload of a result', ({ server, upload }) => server === 'discord' && upload],
  ['Discord answers nothing at all', ({ server }) => server === 'discord'],
  ['the relay lists no task', ({ server, method }) => server === 'relay' && method === 'GET'],
];

test.concurrent.for(hanging)(
  'a stop is over soon after STOP_SECONDS though %s, and the next process shows all',
  async ([, hangs], { onTestFinished }) => {
    let isHeld = false;
    const { promise: caught, resolve: catchOne } = Promise.withResolvers<void>();
    const holdRequest = (request: RequestMoment) => {
      if (!isHeld || !hangs(request)) return null;
      catchOne();
      return never;
    };
    const fixture = await createFixture({
      discord: { holdRequest },
      relay: { holdRequest, taskMs: 300 },
      env: { STOP_SECONDS: String(STOP_SECONDS) },
      onTestFinished,
    });
    const first = await fixture.start();
    const message = await (await fixture.discord.member('ann').slash('imagine', { prompt: 'a red fox' })).message();
    isHeld = true;
    await caught;
    const begun = performance.now();
    await first.stop();
    expect(performance.now() - begun).toBeLessThan(STOP_SECONDS * 1000 + MORE);
    isHeld = false;
    await fixture.start();
    await finished(message);
    expect(fixture.relay.submissions).toHaveLength(1);
    expectClean(fixture);
  },
);
