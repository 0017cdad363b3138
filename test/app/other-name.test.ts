import { expect, test, vi } from 'vitest';
import { createFixture } from './fixture.ts';
import { expectClean, finished, says } from './message-reading.ts';

test.concurrent.for([
  ['at a name of its own machine', 'http://localhost:3000'],
  ['at an address of its own network', 'http://10.0.0.7:3000'],
  ['at a name that nobody knows', 'https://gateway.invalid'],
] as const)(
  'pictures that a gateway links %s are had under the name that RELAY_URL has',
  async ([, serverAddress], { onTestFinished }) => {
    const fixture = await createFixture({ relay: { profile: 'gateway', serverAddress }, onTestFinished });
    await fixture.start();
    const { discord, relay } = fixture;
    const ann = discord.member('ann');
    const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
    await finished(await (await ann.press(grid, { label: 'U1' })).message());
    expect(relay.requests.filter(({ path }) => path.startsWith('/mj/image/'))).toHaveLength(2);
    const told = `The gateway links its pictures at ${serverAddress}, and RELAY_URL is ${relay.url}: `;
    await vi.waitFor(() => expect(fixture.trace.lines.join().split(told)).toHaveLength(2), 10_000);
    expectClean(fixture);
  },
);

test.concurrent('a picture that is there, but can be neither fetched nor opened, is not said to have been left out', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ relay: { profile: 'raw' }, onTestFinished });
  await fixture.start();
  const { discord, relay } = fixture;
  relay.faults.always('list', {
    rewrite: (answer) =>
      Array.isArray(answer)
        ? answer.map((task: object) => ({ ...task, imageUrl: 'http://localhost:3000/files/fox.png' }))
        : answer,
  });
  const message = await (await discord.member('ann').slash('imagine', { prompt: 'a red fox' })).message();
  await says(message, 'I could not fetch it from Midjourney’s service');
  expectClean(fixture);
});
