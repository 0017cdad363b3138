import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { runStoreTool } from '../../src/store/archive/tool.ts';
import type { Message } from '../emulator/discord/types.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, linkTo, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const DAY = 86_400_000;

/** A grid that is there and a picture that is being made, when the bot is stopped. */
async function withLife(options: FixtureOptions = {}) {
  const fixture = await createFixture({ ...options, relay: { manual: true } });
  const { discord, relay, start } = fixture;
  const app = await start();
  const ann = discord.member('ann');
  const made = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await made.message();
  const tasks = () => relay.submissions.map(({ taskId }) => taskId ?? '');
  await relay.waitUntil(() => tasks().filter(Boolean).length === 1);
  relay.finish(tasks()[0] ?? '');
  await finished(grid);
  await vi.waitFor(() => expect(records(fixture).job(made.id)).toMatchObject({ step: 'settled' }), 10_000);
  const begun = await ann.slash('imagine', { prompt: 'an old boat' });
  const running = await begun.message();
  await vi.waitFor(() => expect(records(fixture).job(begun.id)).toMatchObject({ step: 'following' }), 10_000);
  await app.stop();
  const [taskOfGrid = '', taskOfRunning = ''] = tasks();
  return { ...fixture, ann, grid, running, taskOfGrid, taskOfRunning };
}

type Life = Awaited<ReturnType<typeof withLife>>;

/** What was there goes on: the running picture arrives in its message, and the grid's button works. */
async function expectLife(fixture: Life): Promise<void> {
  const { discord, relay, grid, running, taskOfGrid, taskOfRunning } = fixture;
  relay.finish(taskOfRunning);
  await finished(running);
  const single = await (await discord.member('ben').press(grid, { label: 'U1' })).message();
  await relay.waitUntil(() => relay.submissions.length === 3);
  expect(relay.submissions[2]?.body).toMatchObject({ taskId: taskOfGrid });
  await relay.waitUntil(() => Boolean(relay.submissions[2]?.taskId));
  relay.finish(relay.submissions[2]?.taskId ?? '');
  await finished(single);
  expect(seenByAll(fixture)).toEqual([grid, running, single]);
  expectClean(fixture);
}

const Line = z.object({ kind: z.string(), key: z.string(), stored: z.object({ v: z.number(), data: z.unknown() }) });

/** Records as the first version wrote them, about what this fixture shows. */
function firstVersion({ discord, ann, grid, running, taskOfGrid, taskOfRunning }: Life) {
  const [u1] = grid.components.flatMap((row) => row.components);
  const now = String(Date.now());
  const facts = [
    ['1101010101010101010', discord.guild.id],
    ['1202020202020202020', discord.channel().id],
    ['1303030303030303030', ann.id],
    ['1505050505050505051', grid.id],
    ['1505050505050505052', running.id],
    ['1795417641706001', taskOfGrid],
    ['1795417641706002', taskOfRunning],
    ['MJ::JOB::upsample::1::abc', u1?.type === 2 ? (u1.custom_id ?? '') : ''],
    ['1795417641706', now],
    ['1795417650000', now],
    ['1795417700000', now],
  ] as const;
  let text = readFileSync(join(import.meta.dirname, '..', 'store', 'fixtures', 'records.jsonl'), 'utf8');
  for (const [then, today] of facts) text = text.replaceAll(then, today);
  const lines = text.trim().split('\n').slice(1, -1);
  const wanted = new Set(['open', 'jobs', 'messages', 'tasks', 'members', 'channels']);
  return lines
    .map((line) => Line.parse(JSON.parse(line)))
    .filter(({ kind, stored }) => stored.v === 1 && wanted.has(kind));
}

test('a bot that starts on the store of an older version finishes its jobs and honours its buttons', async () => {
  const fixture = await withLife();
  const store = records(fixture);
  for (const table of ['open', 'jobs', 'messages', 'tasks', 'members', 'channels']) store.run(`DELETE FROM "${table}"`);
  const older = firstVersion(fixture);
  expect(new Set(older.map(({ kind }) => kind)).size).toBe(6);
  for (const { kind, key, stored } of older) store.putRow(kind, key, JSON.stringify({ value: stored }));
  await fixture.start();
  await expectLife(fixture);
});

/** Runs `npm run store` with these words and expects it to succeed. */
async function tool({ env }: Fixture, ...args: string[]): Promise<void> {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await runStoreTool({ args, storeUrl: env.STORE_URL ?? '', retentionDays: 90, say });
  expect(code, said.join('\n')).toBe(0);
}

test('a store that was exported and imported elsewhere goes on there, and a check finds nothing wrong', async () => {
  const fixture = await withLife();
  const { env, folder, start } = fixture;
  const file = join(folder, 'copy.jsonl');
  await tool(fixture, 'export', file);
  env.STORE_URL = `sqlite:${join(folder, 'elsewhere.sqlite')}`;
  await tool(fixture, 'import', file);
  await tool(fixture, 'check');
  await start();
  await expectLife(fixture);
});

test('an older export that is merged into the store of a bot that went on submits nothing again', async () => {
  const fixture = await createFixture({ relay: { manual: true }, env: { RELAY_CONCURRENCY: '1' } });
  const { discord, relay, folder, start } = fixture;
  const finish = async (count: number) => {
    await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === count);
    relay.finish(relay.submissions.at(-1)?.taskId ?? '');
  };
  const first = await start();
  const [ann, ben] = [discord.member('ann'), discord.member('ben')];
  const grid = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
  await finish(1);
  await finished(grid);
  const begun = await ben.slash('imagine', { prompt: 'an old boat' });
  const followed = await begun.message();
  await vi.waitFor(() => expect(records(fixture).job(begun.id)).toMatchObject({ step: 'following' }), 10_000);
  const pressed = await ann.press(grid, { label: 'U1' });
  const upscale = await pressed.message();
  await vi.waitFor(() => expect(records(fixture).job(pressed.id)).toMatchObject({ step: 'waiting' }), 10_000);
  await first.stop();
  const file = join(folder, 'older.jsonl');
  await tool(fixture, 'export', file);

  const second = await start();
  for (const [count, message] of [
    [2, followed],
    [3, upscale],
  ] as const) {
    await finish(count);
    await finished(message);
  }
  await vi.waitFor(() => expect(records(fixture).job(pressed.id)).toMatchObject({ step: 'settled' }), 10_000);
  await second.stop();
  const shown = [grid, followed, upscale].map((message) => structuredClone(message));
  await tool(fixture, 'import', file, '--merge');

  await start();
  const pointed = await (await ben.press(grid, { label: 'U1' })).message();
  expect([pointed.ephemeral, textOf(pointed)]).toEqual([true, expect.stringContaining(linkTo(upscale))]);
  expect(relay.submissions).toHaveLength(3);
  expect([grid, followed, upscale]).toEqual(shown);
  expectClean(fixture);
});

/** How many records of finished work there are. */
function kept(fixture: Fixture): number {
  const rows = z
    .array(z.unknown())
    .array()
    .parse(JSON.parse(records(fixture).dump()));
  return rows.flat().length;
}

async function imagined({ discord, relay }: Fixture): Promise<Message> {
  const before = relay.tasks.size;
  const message = await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message();
  await relay.waitUntil(() => relay.tasks.size > before);
  return finished(message);
}

test('past RETENTION_DAYS the store forgets, and younger messages keep their buttons', async () => {
  const fixture = await createFixture({ env: { RETENTION_DAYS: '2' } });
  const { discord, relay, start } = fixture;
  /** What was past its time when it was last looked for: a later look removes it. */
  const lastLook = () => records(fixture).textOf('checks', 'sweep');
  const app = await start();
  const old = await imagined(fixture);
  await app.stop();
  advanceClock(1.5 * DAY);
  const second = await start();
  const young = await imagined(fixture);
  await second.stop();
  const [before, look] = [kept(fixture), lastLook()];
  advanceClock(DAY);
  const third = await start();

  const ben = discord.member('ben');
  const told = await (await ben.press(old, { label: 'U1' })).message();
  expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining('Revive buttons')]);
  expect(relay.submissions).toHaveLength(2);
  await vi.waitFor(() => expect(lastLook()).not.toBe(look), 5_000);
  expect(kept(fixture)).toBeGreaterThanOrEqual(before);
  await third.stop();
  advanceClock(3_600_000);
  await start();
  // Nothing is removed before an interaction has proven what time it is.
  await (await ben.press(old, { label: 'U1' })).message();
  await vi.waitFor(() => expect(kept(fixture)).toBeLessThan(before), 5_000);
  await finished(await (await ben.press(young, { label: 'U1' })).message());
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});
