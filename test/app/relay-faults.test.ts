import { describe, expect, test, vi } from 'vitest';
import type { Message } from '../emulator/discord/types.ts';
import type { Fault } from '../emulator/relay/faults.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll, textOf } from './message-reading.ts';

const TRY_AGAIN_COSTS = 'Try again (may cost again)';
/** Less than the faults take that last, and far more than a good answer. In ms. */
const relayDeadlines = { submit: 2_500, fetch: 500, list: 500 };

/** A little more than a job may take, in ms. */
const DEADLINE = 76 * 60_000;

const page = (status: number): Fault => ({
  status,
  body: '<html><head><title>nginx</title></head><body><h1>Sorry</h1></body></html>',
  contentType: 'text/html',
});
const broken: Fault = { status: 500, body: '{"message":"Internal Server Error"}', contentType: 'application/json' };
const limited = (headers: Record<string, string> = {}): Fault => ({
  status: 429,
  body: '{"error":{"message":"Too many requests","type":"rate_limit","code":"rate_limit"}}',
  contentType: 'application/json',
  headers,
});
const full: Fault = { code: 23, description: 'Queue is full, try again later' };

async function opened(options: FixtureOptions = {}) {
  const fixture = await createFixture({ relayDeadlines, ...options });
  await fixture.start();
  return fixture;
}

async function imagined({ discord }: Fixture, member = 'ann', prompt = 'a fox'): Promise<Message> {
  return (await discord.member(member).slash('imagine', { prompt })).message();
}

const bills = ({ relay }: Fixture) => relay.submissions.map(({ billed }) => billed);

/** Everything a message has ever said. */
const told = (message: Message) => [message, ...message.history].map(textOf).join('\n');

describe('a submission', () => {
  test.concurrent.for<readonly [string, Fault, boolean]>([
    ['HTTP 500', broken, false],
    ['HTTP 502 with a web page', page(502), false],
    ['silence past the deadline', 'hang', false],
    ['silence past the deadline, though the task was made', 'hangButCreate', true],
    ['a connection that is reset', 'reset', false],
    ['an answer of which half is missing', 'truncate', true],
    ['an answer that breaks off', 'cut', true],
    ['an answer that dribbles past the deadline', { slowBodyMs: 10_000 }, true],
    ['an empty answer', 'empty', false],
    ['a web page that says 200', 'html200', false],
  ])(
    'that meets %s may have been charged: the member is told, and nobody else repeats it',
    async ([, fault, made], { onTestFinished }) => {
      const fixture = await opened({ onTestFinished });
      const { discord, relay } = fixture;
      relay.faults.next('submit', fault);
      const lost = await says(await imagined(fixture), 'It may or may not have been charged.');
      expect(labelsOf(lost)).toEqual([TRY_AGAIN_COSTS]);
      const other = await finished(await imagined(fixture, 'ben'));
      expect(bills(fixture)).toEqual([made, true]);

      const again = await (await discord.member('ann').press(lost, { label: TRY_AGAIN_COSTS })).message();
      await finished(again);
      await says(lost, 'A newer attempt has taken the place of this one.');
      expect(labelsOf(lost)).toEqual([]);
      expect(bills(fixture)).toEqual([made, true, true]);
      expect(seenByAll(fixture)).toEqual([lost, other, again]);
      expectClean(fixture);
    },
  );

  test.concurrent.for<readonly [string, Fault, number]>([
    ['429 that names no time', limited(), 2_000],
    ['429 that asks for three seconds', limited({ 'retry-after': '3' }), 3_000],
    ['a full queue (code 23)', full, 2_000],
  ])(
    'that meets %s is free, and made by itself when the relay has had its rest',
    async ([, fault, rest], { onTestFinished }) => {
      const fixture = await opened({ onTestFinished });
      const { relay } = fixture;
      relay.faults.next('submit', fault);
      const message = await imagined(fixture);
      await says(message, 'Midjourney is full at the moment; I keep trying.');
      await finished(message);
      const [first, second] = relay.submissions;
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(rest);
      expect(bills(fixture)).toEqual([false, true]);
      expect(seenByAll(fixture)).toEqual([message]);
      expectClean(fixture);
    },
  );

  test.concurrent('that meets a bare 429 is refused, free, and repeated by a press', async ({ onTestFinished }) => {
    const fixture = await opened({ onTestFinished });
    const { discord, relay } = fixture;
    relay.faults.next('submit', page(429));
    const refused = await says(await imagined(fixture), 'Nothing was charged.');
    expect(labelsOf(refused)).toEqual(['Try again']);
    await finished(await (await discord.member('ann').press(refused, { label: 'Try again' })).message());
    expect(bills(fixture)).toEqual([false, true]);
    expectClean(fixture);
  });

  test.concurrent('whose answer is slow is accepted all the same', async ({ onTestFinished }) => {
    const fixture = await opened({ onTestFinished });
    fixture.relay.faults.next('submit', { slowBodyMs: 500 });
    const message = await finished(await imagined(fixture));
    expect(told(message)).not.toContain('did not answer');
    expect(bills(fixture)).toEqual([true]);
    expectClean(fixture);
  });
});

test('a queue that stays full for minutes refuses again and again, and still everybody gets one picture for one charge', async () => {
  const fixture = await opened();
  const { relay } = fixture;
  relay.faults.always('submit', full);
  const members = ['ann', 'ben', 'cyd', 'dan', 'eve'];
  const messages = await Promise.all(members.map((name) => imagined(fixture, name)));
  for (const message of messages) await says(message, 'Midjourney is full at the moment');
  for (let minutes = 0; minutes < 3; minutes += 1) {
    const before = relay.submissions.length;
    advanceClock(60_000);
    await relay.waitUntil(() => relay.submissions.length > before);
  }
  relay.faults.clear();
  advanceClock(60_000);
  for (const message of messages) await finished(message);
  for (const message of messages) expect(told(message)).not.toMatch(/charged|Try again/);
  const paid = bills(fixture).filter(Boolean);
  expect([paid.length, relay.tasks.size]).toEqual([members.length, members.length]);
  expect(seenByAll(fixture)).toHaveLength(members.length);
  expectClean(fixture);
});

/** What may come of asking the relay after a task. */
const looks: readonly (readonly [string, Fault])[] = [
  ['HTTP 500', broken],
  ['HTTP 502 with a web page', page(502)],
  ['429 that names no time', limited()],
  ['429 that asks for a second', limited({ 'retry-after': '1' })],
  ['silence past the deadline', 'hang'],
  ['a connection that is reset', 'reset'],
  ['an answer of which half is missing', 'truncate'],
  ['an answer that breaks off', 'cut'],
  ['an answer that dribbles past the deadline', { slowBodyMs: 10_000 }],
  ['an empty answer', 'empty'],
];

describe.each(['list', 'fetch'] as const)('while asking after tasks by %s', (where) => {
  test.concurrent.for(looks)(
    'meets %s, a job goes on, and its picture comes when that is over',
    async ([, fault], { onTestFinished }) => {
      const fixture = await opened({ onTestFinished, relay: { manual: true } });
      const { relay } = fixture;
      // A relay that serves its web page there has no listing.
      if (where === 'fetch') relay.faults.always('list', 'html200');
      relay.faults.always(where, fault);
      const message = await imagined(fixture);
      await relay.waitUntil(() => relay.tasks.size === 1);
      for (const id of relay.tasks.keys()) relay.finish(id);
      const asked = () =>
        relay.requests.filter(({ path }) => path.includes(where) && !path.includes('/task/0/')).length;
      await relay.waitUntil(() => asked() >= 2);
      expect(message.attachments).toEqual([]);

      relay.faults.clear();
      await finished(message);
      expect(told(message)).not.toMatch(/did not answer|lost track|charged|sorry/i);
      expect(bills(fixture)).toEqual([true]);
      expect(seenByAll(fixture)).toEqual([message]);
      expectClean(fixture);
    },
  );
});

test.concurrent.for<readonly [string, Fault, RelayOptions]>([
  ['429', limited(), {}],
  ['a connection that is reset', 'reset', {}],
  ['nothing', 'empty', {}],
  ['an answer that breaks off', 'cut', {}],
  ['half of a PNG', 'truncate', { pictureFormat: 'png' }],
  ['half of a WebP', 'truncate', { pictureFormat: 'webp' }],
])(
  'a result whose picture meets %s is shown with a link and with buttons that work',
  async ([, fault, options], { onTestFinished }) => {
    const fixture = await opened({ onTestFinished, relay: options });
    const { discord, relay } = fixture;
    relay.faults.always('picture', fault);
    const message = await says(await imagined(fixture), / sec · cost: 1 job$/);
    expect(message.attachments).toEqual([]);
    expect(message.embeds[0]?.image?.url).toContain(`/mj/image/${relay.submissions[0]?.taskId}`);
    relay.faults.clear();
    await finished(await (await discord.member('ann').press(message, { label: 'U1' })).message());
    expect(bills(fixture)).toEqual([true, true]);
    expectClean(fixture);
  },
);

test.concurrent('a picture that dribbles is waited for', async ({ onTestFinished }) => {
  const fixture = await opened({ onTestFinished });
  fixture.relay.faults.next('picture', 'slowBody');
  const message = await finished(await imagined(fixture));
  expect(labelsOf(message)).toContain('U1');
  expectClean(fixture);
});

test('a relay that is gone for a whole minute costs nothing: what ran arrives, and what waited is made', async () => {
  const fixture = await opened({ relay: { manual: true } });
  const { relay, trace } = fixture;
  const running = await imagined(fixture, 'ann');
  await relay.waitUntil(() => relay.requests.some(({ ids }) => ids?.length === 1));
  await relay.down(true);
  for (const id of relay.tasks.keys()) relay.finish(id);
  const waiting = [await imagined(fixture, 'ben'), await imagined(fixture, 'cyd')];
  for (const message of waiting) {
    await says(
      message,
      'Midjourney’s service is having trouble. Your job is waiting; nothing is charged in the meantime.',
    );
  }
  const tries = () => trace.lines.filter((line) => line.includes('tasks could not be looked up')).length;
  for (let seconds = 0; seconds < 60; seconds += 20) {
    advanceClock(20_000);
    const before = tries();
    await vi.waitFor(() => expect(tries()).toBeGreaterThan(before), { timeout: 5_000 });
  }
  expect(relay.submissions).toHaveLength(1);

  await relay.down(false);
  await finished(running);
  advanceClock(60_000);
  await relay.waitUntil(() => relay.tasks.size === 3, 10_000);
  for (const id of [...relay.tasks.keys()].slice(1)) relay.finish(id);
  for (const message of waiting) await finished(message);
  for (const message of [running, ...waiting]) expect(told(message)).not.toMatch(/may not have been|lost track/);
  expect(bills(fixture)).toEqual([true, true, true]);
  expect(seenByAll(fixture)).toEqual([running, ...waiting]);
  expectClean(fixture);
});

test('a relay that is gone for longer than any job may take costs nothing: the members are told, and may press again', async () => {
  const fixture = await opened();
  const { discord, relay } = fixture;
  await relay.down(true);
  const message = await says(await imagined(fixture), 'Your job is waiting; nothing is charged in the meantime.');
  advanceClock(DEADLINE);
  await says(message, 'Nothing was submitted and nothing was charged. Try again later.');
  expect(labelsOf(message)).toEqual(['Try again']);
  await relay.down(false);
  advanceClock(60_000);
  await finished(await (await discord.member('ann').press(message, { label: 'Try again' })).message());
  expect(bills(fixture)).toEqual([true]);
  expectClean(fixture);
});

test('a submission without an answer of which nothing turns up is given up for good, and a press makes a new one', async () => {
  const fixture = await opened();
  const { discord, relay } = fixture;
  relay.faults.next('submit', 'resetButCreate');
  const message = await says(await imagined(fixture), 'I am looking for the picture.');
  advanceClock(DEADLINE);
  await says(
    message,
    'Midjourney’s service did not answer, and no picture turned up. It may or may not have been charged.',
  );
  await finished(await (await discord.member('ann').press(message, { label: TRY_AGAIN_COSTS })).message());
  expect(bills(fixture)).toEqual([true, true]);
  expectClean(fixture);
});

test('a task that the relay no longer knows is doubted for a minute before it is given up', async () => {
  const fixture = await opened({ relay: { manual: true } });
  const { discord, relay } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => relay.requests.some(({ ids }) => ids?.length === 1));
  for (const id of [...relay.tasks.keys()]) relay.forget(id);
  const asked = relay.requests.length + 5;
  await relay.waitUntil(() => relay.requests.length >= asked);
  expect(told(message)).not.toContain('lost track');
  advanceClock(60_000);
  await says(
    message,
    /service lost track of this\.\W+It may have been charged\. You can try again, but it may cost a second time\./,
  );
  const again = await (await discord.member('ann').press(message, { label: TRY_AGAIN_COSTS })).message();
  await relay.waitUntil(() => relay.tasks.size === 1);
  for (const id of relay.tasks.keys()) relay.finish(id);
  await finished(again);
  expect(bills(fixture)).toEqual([true, true]);
  expectClean(fixture);
});
