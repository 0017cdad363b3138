import { expect, test, vi } from 'vitest';
import { createCrashFixture, PATIENCE } from './fixture.ts';
import { audit, deadButtons } from './oracle.ts';
import { createPlay, type Target } from './scenario.ts';

const LANES = 2;
/** What newcomers are told besides comes at no certain time: the only requests that a phase may lack. */
const ASIDE = 'discord POST /webhooks/:application/:token';

/** Kills a bot of its own at its share of the requests of the play, one after the other. */
async function sweep(lane: number): Promise<readonly Target[]> {
  const fixture = await createCrashFixture();
  const play = createPlay(fixture);
  const targets = await play.watch();
  for (const target of targets.filter((_, n) => n % LANES === lane)) {
    if (!(await play.playTo(target))) expect(target.what).toBe(ASIDE);
    await vi.waitFor(() => {
      const wrongs = audit({ ...fixture, gestures: play.gestures });
      expect(wrongs.length > 0 ? [target, ...wrongs] : []).toEqual([]);
    }, PATIENCE);
  }
  await vi.waitFor(async () => expect(await fixture.openJobs()).toEqual([]), PATIENCE);
  expect(await deadButtons(fixture)).toEqual([]);
  return targets;
}

test('killed at any request, before or after it was performed, it goes on as if nothing had happened', {
  timeout: 180_000,
}, async () => {
  const [one, other] = await Promise.all([sweep(0), sweep(1)]);
  expect(one).toEqual(other);
  expect(one.length).toBeGreaterThan(30);
});
