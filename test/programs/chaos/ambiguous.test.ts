import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createFixture, type FixtureOptions } from '../../app/fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll } from '../../app/message-reading.ts';
import { freePort } from '../../emulator/free-port.ts';
import type { Fault } from '../../emulator/relay/faults.ts';
import { TRY_AGAIN_COSTS } from './endings.ts';

const Sent = z.object({ state: z.string() });

/** Ways to lose the answer to a submission that the relay carried out and charged. */
const losses: readonly (readonly [string, Fault])[] = [
  ['the connection is reset', 'resetButCreate'],
  ['the answer breaks off', 'cut'],
  ['the answer is half a JSON', 'truncate'],
  ['a proxy answers 502', { status: 502, body: '<html>Bad gateway</html>', contentType: 'text/html', create: true }],
  ['a gateway answers 500', { status: 500, body: '{"message":"do request failed"}', create: true }],
  ['the answer is an empty page', { status: 200, body: '', create: true }],
  ['nothing is answered by the deadline', 'hangButCreate'],
];

/** How long the relay may take, in ms: far more than a good answer needs. */
const relayDeadlines = { submit: 2_000 };

async function losing(fault: Fault, options: FixtureOptions) {
  const fixture = await createFixture({ relayDeadlines, ...options });
  await fixture.start();
  fixture.relay.faults.next('submit', fault);
  const handle = await fixture.discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const message = await handle.message();
  await says(message, 'Midjourney’s service did not answer. It may or may not have been charged.');
  return { fixture, message, handle };
}

describe.each(losses)('when %s though the task was made', (_, fault) => {
  test('a callback that carries our state brings the picture into its message', async () => {
    const port = await freePort();
    const env = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
    const { fixture, message } = await losing(fault, { env, relay: { callbacks: true, manual: true } });
    const { relay, discord } = fixture;
    for (const id of relay.tasks.keys()) relay.finish(id);
    await finished(message);
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true]);
    expect(labelsOf(message)).not.toContain(TRY_AGAIN_COSTS);
    expect(seenByAll({ discord })).toEqual([message]);
    expectClean(fixture);
  });

  test('a relay that lists its newest tasks is searched, and the picture comes', async () => {
    const fixture = await createFixture({ relayDeadlines, relay: { profile: 'raw', taskMs: 1_500 } });
    const { relay, discord, start } = fixture;
    await start();
    relay.faults.next('submit', fault);
    const message = await (await discord.member('ann').slash('imagine', { prompt: 'a red fox' })).message();
    await finished(message);
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true]);
    expect(seenByAll({ discord })).toEqual([message]);
    expectClean(fixture);
  });

  test('elsewhere the member is told, and tries again with one press that says it may cost again', async () => {
    const { fixture, message, handle } = await losing(fault, {});
    const { relay, discord } = fixture;
    expect(labelsOf(message)).toContain(TRY_AGAIN_COSTS);
    const again = await discord.member('ann').press(message, { label: TRY_AGAIN_COSTS });
    await finished(await again.message());
    await says(message, 'A newer attempt has taken the place of this one.');
    expect(relay.submissions.map(({ body }) => body)).toMatchObject([
      { state: expect.stringContaining(handle.id) },
      { state: expect.stringContaining(again.id) },
    ]);
    expectClean(fixture);
  });
});

test('a forged callback brings nobody a picture that is not theirs', async () => {
  const port = await freePort();
  const env = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  const { fixture, message, handle } = await losing('reset', { env, relay: { callbacks: true } });
  const { relay, discord } = fixture;
  const other = await finished(
    await (await discord.member('ben').slash('imagine', { prompt: 'an old boat' })).message(),
  );
  const [task] = [...relay.tasks.values()];
  if (!task) throw new Error('there is no task');
  const state = Sent.parse(relay.submissions[0]?.body).state;
  expect(state).toContain(handle.id);
  const statuses = await relay.callback(task.id, {
    body: { id: task.id, state, status: 'SUCCESS' },
    times: 3,
  });
  expect(statuses).toEqual([204, 204, 204]);
  await relay.waitUntil(() => relay.requests.some(({ path }) => path.endsWith(`${task.id}/fetch`)));
  await says(message, 'Midjourney’s service did not answer.');
  expect(message.attachments).toEqual([]);
  expect(seenByAll({ discord })).toEqual([message, other]);
  expectClean(fixture);
});
