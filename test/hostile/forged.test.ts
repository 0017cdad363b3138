import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, publish, says, textOf } from '../app/message-reading.ts';
import type { Modal } from '../emulator/discord/types.ts';
import { settled } from '../journeys/results.ts';
import { readByOthers, running, withPrivateResult } from './private-result.ts';

type WithPrivateResult = Awaited<ReturnType<typeof withPrivateResult>>;

const presses: readonly (readonly [string, (fixture: WithPrivateResult) => string])[] = [
  ['sends somebody’s private result by DM', ({ secretJob }) => `dm::${secretJob}`],
  ['publishes it', ({ secretJob }) => `publish::${secretJob}`],
  ['renews it', ({ secretJob }) => `refresh::${secretJob}`],
  ['runs it again', ({ secretJob }) => `retry::${secretJob}`],
  ['rewords it', ({ secretJob }) => `reword::${secretJob}`],
  ['attaches other pictures to it', ({ secretJob }) => `attach::${secretJob}`],
  ['tells about it', ({ secretJob }) => `info::${secretJob}`],
  ['fills in its window', ({ secretJob }) => `window::${secretJob}`],
  ['opens a picker over it', ({ secret }) => `region::${secret.id}.0.3x3x0.c::go`],
  ['turns a public message into somebody’s settings', () => 'settings::on::remix'],
  ['turns it into a page of history', () => 'history::0::q'],
  ['turns it into the answer to a question', () => 'many::cancel::123456789012345678'],
  ['is a button of the relay that the message does not have', () => 'MJ::JOB::upsample::1::x'],
  ['is nonsense', () => '__proto__::constructor'],
];

test('a press with a forged id does nothing, whatever it names', async () => {
  const fixture = await withPrivateResult();
  const { ann, bob, discord, relay, loud } = fixture;
  const before = structuredClone(loud);
  for (const [what, forged] of presses) {
    const reply = await (await bob.forge(loud, forged(fixture))).message();
    expect([reply.ephemeral, textOf(reply)], what).toEqual([
      true,
      expect.stringContaining('I do not know this button'),
    ]);
    expect(loud, what).toEqual(before);
  }
  expect(relay.submissions).toHaveLength(2);
  expect(discord.dms(bob)).toEqual([]);
  expect(readByOthers(discord.messages(), ann.id)).not.toContain('secret');
  expectClean(fixture);
});

test('an id that names its presser as the owner deletes nobody’s picture', async () => {
  const fixture = await withPrivateResult();
  const { ann, bob, loud } = fixture;
  const reply = await (await ann.forge(loud, `delete::${ann.id}`)).message();
  expect(textOf(reply)).toContain('I do not know this button');
  const asked = await (await ann.press(loud, { label: '🗑️' })).message();
  expect(asked.ephemeral).toBe(true);
  expect(loud.deleted).toBe(false);
  await bob.press(loud, { label: '🗑️' });
  await expect.poll(() => loud.deleted).toBe(true);
  expectClean(fixture);
});

test('our ids on another bot’s message mean nothing', async () => {
  const fixture = await withPrivateResult();
  const { bob, discord, relay, loud, secretJob } = fixture;
  const author = { id: '100000000000000001', name: 'impostor', bot: true };
  for (const custom_id of [`dm::${secretJob}`, `retry::${secretJob}`, 'settings::open::all', `delete::${bob.id}`]) {
    const components = [
      { type: 1 as const, components: [{ type: 2 as const, style: 2 as const, label: 'x', custom_id }] },
    ];
    const foreign = { ...loud, author, components };
    const reply = await (await bob.press(foreign, { customId: custom_id })).message();
    expect(textOf(reply)).toContain('I do not know this button');
  }
  expect(discord.dms(bob)).toEqual([]);
  expect([relay.submissions.length, loud.deleted]).toEqual([2, false]);
  expectClean(fixture);
});

/** A window that bob really opened, below his own public picture. */
async function windowOf({ bob, loud }: WithPrivateResult): Promise<Modal> {
  await (await bob.slash('remix', { on: true })).message();
  return (await bob.press(loud, { label: 'V1' })).modal();
}

const windows: readonly (readonly [string, (fixture: WithPrivateResult) => string])[] = [
  ['varies somebody’s private picture', ({ secret }) => `remix::${secret.id}::5`],
  ['zooms out of it', ({ secret }) => `zoom::${secret.id}::0`],
  ['imagines one of its prompts', ({ secret }) => `pick::${secret.id}::0`],
  ['paints a part of it anew', ({ secret }) => `region::${secret.id}.0.3x3x1.c::go`],
  ['rewords it', ({ secretJob }) => `reword::${secretJob}`],
  ['attaches other pictures to it', ({ secretJob }) => `attach::${secretJob}`],
  ['writes settings over a public message', () => 'settings::ask::suffix'],
];

test('a window with a forged id does nothing, whatever it names', async () => {
  const fixture = await withPrivateResult();
  const { ann, bob, discord, relay, loud } = fixture;
  const modal = await windowOf(fixture);
  const before = structuredClone(loud);
  for (const [what, forged] of windows) {
    const reply = await (await bob.submit({ ...modal, customId: forged(fixture) }, {})).message();
    const refused = expect.stringMatching(/too old|Only the member|do not know/);
    expect([reply.ephemeral, textOf(reply)], what).toEqual([true, refused]);
    expect(loud, what).toEqual(before);
  }
  expect(relay.submissions).toHaveLength(2);
  expect(readByOthers(discord.messages(), ann.id)).not.toContain('secret');
  expectClean(fixture);
});

test('a window that waits for its requester takes no text from others, and keeps its way back', async () => {
  const fixture = await createFixture({ relay: { remix: true, profile: 'raw' } });
  const { discord, relay, start } = fixture;
  await start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const waiting = await ann.press(grid, { label: 'V1' });
  const asking = await says(await waiting.message(), /needs a few words from you/);
  await (await bob.slash('remix', { on: true })).message();
  const modal = await (await bob.press(grid, { label: 'V2' })).modal();
  const reply = await (await bob.submit({ ...modal, customId: `window::${waiting.id}` }, {})).message();
  expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringMatching(/only|yours/i)]);
  expect(relay.submissions.filter(({ endpoint }) => endpoint === 'modal')).toEqual([]);
  const open = await (await ann.press(asking, { label: 'Write it' })).modal();
  await ann.submit(open, {});
  await finished(asking);
  expectClean(fixture);
});

const searches: readonly (readonly [string, string, string])[] = [
  ['/show', 'show', 'task'],
  ['/info', 'info', 'of'],
  ['/zoom', 'zoom', 'of'],
  ['/video', 'video', 'extend'],
  ['/action', 'action', 'task_id'],
];

/** What a member fills in beside the number of somebody’s task. */
const fill: Readonly<Record<string, Record<string, string | number>>> = {
  zoom: { factor: 2 },
  video: { prompt: 'go on' },
  action: { custom_id: 'MJ::JOB::upsample::1::0' },
};

test.each(searches)(
  '%s of somebody’s private result by its number tells nothing, finished or not',
  async (_, name, option) => {
    const fixture = await createFixture({ relay: { manual: true } });
    await fixture.start();
    const { discord, relay } = fixture;
    const { message, jobId, taskId } = await running(fixture);
    const bob = discord.member('bob');
    const asked = async () => (await bob.slash(name, { ...fill[name], [option]: taskId })).message();
    const before = await asked();
    relay.finish(taskId);
    await finished(message);
    await settled(fixture, jobId);
    for (const reply of [before, await asked()]) {
      expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringMatching(/not know|know of no film/)]);
    }
    expect(readByOthers(discord.messages(), discord.member('ann').id)).not.toContain('secret');
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  },
);

test('the buttons of somebody’s private result are not suggested', async () => {
  const fixture = await withPrivateResult();
  const { ann, bob, secretTask } = fixture;
  const typed = { task_id: secretTask, custom_id: '' };
  expect(await (await bob.autocomplete('action', typed, 'custom_id')).choices()).toEqual([]);
  expect(await (await ann.autocomplete('action', typed, 'custom_id')).choices()).not.toEqual([]);
  expectClean(fixture);
});

test('what its requester published is nobody’s secret any more', async () => {
  const fixture = await withPrivateResult();
  const { ann, bob, secret, secretTask, relay } = fixture;
  const published = await publish(fixture, ann, secret);
  await expect
    .poll(async () => textOf(await (await bob.press(published, { label: 'ℹ️' })).message()))
    .toContain('a secret fox');
  await finished(await (await bob.slash('show', { task: secretTask })).message());
  await (await bob.slash('remix', { on: true })).message();
  const modal = await (await bob.press(published, { label: 'V1' })).modal();
  await finished(await (await bob.submit(modal, {})).message());
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'imagine', 'action', 'modal']);
  expectClean(fixture);
});

test('a member’s own echo is never taken for another job', async () => {
  const fixture = await withPrivateResult();
  const { bob, relay, secretJob, loud } = fixture;
  const task_id = relay.submissions[1]?.taskId ?? '';
  const custom_id = loud.components[0]?.components[0];
  const id = custom_id?.type === 2 ? (custom_id.custom_id ?? '') : '';
  for (const state of [secretJob, `${secretJob}-1`, `${secretJob}-12`]) {
    const reply = await (await bob.slash('action', { task_id, custom_id: id, state })).message();
    expect(reply.ephemeral).toBe(true);
  }
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('an interaction that arrives again makes nothing again', async () => {
  const fixture = await withPrivateResult();
  const { bob, discord, relay, loud } = fixture;
  const single = await finished(await (await bob.press(loud, { label: 'U1' })).message());
  discord.faults.replay();
  discord.faults.replay();
  const bystander = await (await bob.slash('jobs')).message();
  expect(bystander.ephemeral).toBe(true);
  expect(relay.submissions).toHaveLength(3);
  expect(discord.messages().filter(({ id }) => id === single.id)).toHaveLength(1);
  expect(fixture.trace.faults()).toEqual([]);
});
