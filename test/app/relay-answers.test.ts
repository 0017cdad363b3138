import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/relay/http/json.ts';
import type { Message } from '../emulator/discord/types.ts';
import { type RecordedName, recorded } from '../emulator/relay/recorded-answers.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll, textOf } from './message-reading.ts';

async function opened(options: FixtureOptions = {}) {
  const fixture = await createFixture(options);
  await fixture.start();
  return { ...fixture, ann: fixture.discord.member('ann'), ben: fixture.discord.member('ben') };
}

async function imagined({ discord }: Fixture, member = 'ann', prompt = 'a fox'): Promise<Message> {
  return (await discord.member(member).slash('imagine', { prompt })).message();
}

const bills = ({ relay }: Fixture) => relay.submissions.map(({ billed }) => billed);

/** Everything a message has ever said. */
const told = (message: Message) => [message, ...message.history].map(textOf).join('\n');

const NOT_CHARGED = /nothing (?:was|is) charged/i;

describe('a task that the relay may have made', () => {
  test.each<RecordedName>([
    'billing not settled',
    'task not written down',
    'answer not closed',
    'answer empty',
    'queued, as a failure',
    'submitted without an id, as a failure',
    'an exception that speaks of the limit',
    'upstream broke off',
    'upstream’s pipe broke',
    'upstream hung up',
    'a step that nobody knows',
  ])('is never said to have cost nothing, and never made twice: %s', async (name) => {
    const fixture = await opened();
    const { relay } = fixture;
    relay.faults.next('submit', recorded(name));
    const message = await says(await imagined(fixture), 'It may or may not have been charged.');
    expect(labelsOf(message)).toEqual(['Try again (may cost again)']);
    advanceClock(10 * 60_000);
    await finished(await imagined(fixture, 'ben', 'a cat'));
    expect(bills(fixture)).toEqual([true, true]);
    expect(told(message)).not.toMatch(NOT_CHARGED);
    expectClean(fixture);
  });

  test.each([
    ['an error', '{"description":"settle_midjourney_billing_failed ","type":"upstream_error","code":4}'],
    ['an error object', '{"error":{"message":"quota_not_enough","type":"new_api_error"}}'],
    ['a web page', '<html><body>Bad gateway</body></html>'],
  ])('is followed when %s stands right behind its id', async (_, append) => {
    const fixture = await opened();
    fixture.relay.faults.next('submit', { append });
    await finished(await imagined(fixture));
    expect(bills(fixture)).toEqual([true]);
    expectClean(fixture);
  });
});

describe('what the relay’s operator sells nothing of', () => {
  test('is refused at once for a button, keeps nobody waiting, and is not offered again', async () => {
    const fixture = await opened({ relay: { withoutChannel: ['mj_upscale'], tellsAccount: false } });
    const { ann, relay } = fixture;
    const grid = await finished(await imagined(fixture));
    const refused = await (await ann.press(grid, { label: 'U1' })).message();
    const other = await finished(await imagined(fixture, 'ben', 'a cat'));
    await says(refused, 'This bot’s Midjourney service does not offer “U1”. Nothing was charged.');
    expect(labelsOf(other).filter((label) => /^[UV]\d$/.test(label))).toEqual(['V1', 'V2', 'V3', 'V4']);
    for (const message of seenByAll(fixture)) expect(told(message)).not.toMatch(/full at the moment|having trouble/);
    expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'imagine']);
    expectClean(fixture);
  });

  test.each<RecordedName>([
    'no channel, in English',
    'no channel, in Chinese, without a code',
    'no channel at one-hub',
  ])('is the operator’s business for a picture, which the log says (%s)', async (name) => {
    const fixture = await opened();
    const { relay, trace } = fixture;
    relay.faults.next('submit', recorded(name));
    await says(await imagined(fixture), 'Only the people who run the bot can fix that.');
    await finished(await imagined(fixture, 'ben', 'a cat'));
    expect(trace.lines.filter((line) => line.includes('only its operator can fix'))).toHaveLength(1);
    expect(bills(fixture)).toEqual([false, true]);
    expectClean(fixture);
  });

  test('is refused at once for a command, and everything else keeps working', async () => {
    const fixture = await opened({ relay: { withoutChannel: ['mj_shorten'] } });
    const { ann } = fixture;
    await says(
      await (await ann.slash('shorten', { prompt: 'a very long prompt' })).message(),
      /does not offer “Shorten”\. Nothing was charged\.\W+Everything else still works\./,
    );
    await finished(await imagined(fixture));
    expectClean(fixture);
  });

  test('is not offered again either when it is the text of a window that is not sold', async () => {
    const fixture = await opened({ relay: { withoutChannel: ['mj_modal'], tellsAccount: false } });
    const { ann } = fixture;
    const grid = await finished(await imagined(fixture));
    const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
    const modal = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
    await says(await (await ann.submit(modal, {})).message(), 'does not offer “Custom Zoom”. Nothing was charged.');
    const next = await finished(await (await ann.press(grid, { label: 'U2' })).message());
    expect(labelsOf(single)).toContain('Custom Zoom');
    expect(labelsOf(next)).not.toContain('Custom Zoom');
    expectClean(fixture);
  });
});

test.each([
  ['Request cancelled due to output filters', 'does not allow a word'],
  ['Queue is full, try again later', 'Midjourney is very busy right now'],
])('a task that fails once it ran is not said to have cost nothing: %s', async (reason, words) => {
  const fixture = await opened({ relay: { manual: true } });
  const { relay } = fixture;
  const message = await imagined(fixture);
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.fail(relay.submissions[0]?.taskId ?? '', reason);
  await says(message, words);
  await says(message, 'It may have been charged.');
  expect(textOf(message)).not.toMatch(NOT_CHARGED);
  expectClean(fixture);
});

test('a text that is refused after its button was charged is not said to have cost nothing', async () => {
  const fixture = await opened({ relay: { remix: true, bannedWords: ['gore'] } });
  const { ann, relay } = fixture;
  const grid = await finished(await imagined(fixture));
  await (await ann.slash('remix', { on: true })).message();
  const modal = await (await ann.press(grid, { label: 'V2' })).modal();
  const message = await says(
    await (await ann.submit(modal, { 'prompt::0::glue': 'a fox in gore' })).message(),
    'does not allow “gore”',
  );
  expect(textOf(message)).toContain('It may have been charged.');
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'modal']);
  expectClean(fixture);
});

/** What an aggregator makes of a task. */
const itsWords: Readonly<Record<string, string>> = { SUCCESS: 'COMPLETED', FAILURE: 'FAILED', IN_PROGRESS: 'RUNNING' };

test('a server that words its answers in its own way is understood', async () => {
  const fixture = await opened({ relay: { manual: true } });
  const { relay } = fixture;
  relay.faults.always('submit', {
    rewrite: (answer) => ({ code: 1, data: { task_id: readRecord(answer)?.result } }),
  });
  relay.faults.always('list', {
    rewrite: (tasks) =>
      (Array.isArray(tasks) ? tasks : []).map(readRecord).map((task) => ({
        ...task,
        status: itsWords[String(task?.status)],
        progress: String(task?.progress).replace('%', ''),
      })),
  });
  const good = await imagined(fixture);
  const bad = await imagined(fixture, 'ben', 'a cat');
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === 2);
  const madeOf = (prompt: string) =>
    relay.submissions.find(({ body }) => readRecord(body)?.prompt === prompt)?.taskId ?? '';
  relay.progress(madeOf('a fox'), 62);
  await says(good, '62%');
  relay.finish(madeOf('a fox'));
  relay.fail(madeOf('a cat'), 'Task timeout');
  await finished(good);
  await says(bad, 'its service stopped waiting');
  expect(bills(fixture)).toEqual([true, true]);
  expectClean(fixture);
});
