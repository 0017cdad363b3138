import { expect, test } from 'vitest';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, says } from './message-reading.ts';

/** A bot on a gateway that makes a picture, and whose answer to that gets lost. */
async function losing(options: FixtureOptions) {
  const fixture = await createFixture({ ...options, relay: { profile: 'gateway' }, relayDeadlines: { submit: 300 } });
  await fixture.start();
  const { relay, discord } = fixture;
  relay.faults.next('submit', 'hangButCreate');
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  await relay.waitUntil(() => relay.tasks.size > 0);
  return { ...fixture, message, asked: () => relay.requests.filter(({ path }) => path === '/api/log/token').length };
}

test.concurrent('a submission whose answer got lost is found in the gateway’s list of charges, and no log has the key', async ({
  onTestFinished,
}) => {
  const fixture = await losing({ env: { RELAY_CHARGE_LIST: 'on' }, onTestFinished });
  const { relay, message } = fixture;
  await finished(message);
  expect(relay.submissions.map(({ billed }) => billed)).toEqual([true]);
  expectClean(fixture);
});

test.concurrent('without the operator’s consent the key is never sent in an address', async ({ onTestFinished }) => {
  const fixture = await losing({ onTestFinished });
  const { relay, message, asked } = fixture;
  await says(message, 'Midjourney’s service did not answer.');
  await relay.waitUntil(() => relay.requests.some(({ path }) => path === '/mj/task/list'));
  expect(asked()).toBe(0);
  expectClean(fixture);
});
