import { expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { pictureFile, textFile } from '../journeys/pictures.ts';
import { silentLog } from '../store/sample-records.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, textOf } from './message-reading.ts';

const dead = textFile('dead.png', 'image/png');

test('ten pictures that never arrive hold no slot: whoever asks meanwhile gets what they ask for', async () => {
  const fixture = await createFixture({ env: { RELAY_CONCURRENCY: '2' } });
  const { discord, relay } = fixture;
  discord.stalls.begin('dead.png');
  await fixture.start();
  const [ann, ben] = [discord.member('ann'), discord.member('ben')];
  for (let n = 0; n < 10; n += 1) await (await ann.slash('describe', { image: dead })).message();
  await finished(await (await ben.slash('imagine', { prompt: 'a red fox' })).message());
  await finished(await (await ben.slash('describe', { image: await pictureFile() })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('what a stop finds with its pictures on the way is submitted by the next process, once, and nobody reads of a charge', async () => {
  const fixture = await createFixture();
  const { discord, relay } = fixture;
  discord.stalls.begin('fox.png');
  const first = await fixture.start();
  const describe = await discord.member('ann').slash('describe', { image: await pictureFile() });
  const message = await describe.message();
  await vi.waitFor(() => expect(discord.stalls.count('fox.png')).toBe(1), 10_000);
  const begun = performance.now();
  await first.stop();
  expect(performance.now() - begun).toBeLessThan(2_000);
  const store = await openStore({ url: fixture.env.STORE_URL ?? '', log: silentLog });
  expect(await store.jobs.get(describe.id)).toMatchObject({ step: 'waiting' });
  await store.close();
  expect(relay.submissions).toEqual([]);
  discord.stalls.end('fox.png');
  await fixture.start();
  await finished(message);
  expect(relay.submissions).toHaveLength(1);
  expect([message, ...message.history].map(textOf).join()).not.toMatch(/charged/);
  expectClean(fixture);
});
