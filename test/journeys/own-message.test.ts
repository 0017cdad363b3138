import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import {
  expectClean,
  finished,
  labelsOf,
  linkTo,
  placeOfEnd,
  says,
  seenByAll,
  textOf,
} from '../app/message-reading.ts';
import type { Where } from '../emulator/discord/gestures.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { settled, withGrid } from './results.ts';

const unknownFlag = 'a cat --foo 3';
const posts = /^POST \/channels\/\d+\/messages$/;

/** The question about a flag that nobody knows, which only ann sees. */
async function asked({ discord }: Pick<Fixture, 'discord'>, where: Where = {}): Promise<Message> {
  const question = await (await discord.member('ann').slash('imagine', { prompt: unknownFlag }, where)).message();
  expect([question.ephemeral, labelsOf(question)]).toEqual([true, ['Send anyway', 'Edit and try again']]);
  return question;
}

const sendAnyway = (ann: Actor, question: Message, where: Where = {}) =>
  ann.press(question, { label: 'Send anyway' }, where);

/** What the bot posted as itself, below this message, and that the private one leads there and nowhere else. */
async function expectOwn(result: Message, below: Message | null, question: Message): Promise<void> {
  expect([result.ephemeral, result.interactionId]).toEqual([false, null]);
  expect(result.messageReference?.messageId).toBe(below?.id);
  await says(question, `It is on its way: ${linkTo(result)}`);
  expect([question.embeds, question.attachments, labelsOf(question)]).toEqual([[], [], []]);
  await finished(result);
}

test('what is sent anyway, edited or tried again stands for itself, not below a message that only its maker sees', async () => {
  const fixture = await createFixture({ relay: { bannedWords: ['gore'] } });
  await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const sent = await asked(fixture);
  await expectOwn(await (await sendAnyway(ann, sent)).message(), null, sent);

  const edited = await asked(fixture);
  const modal = await (await ann.press(edited, { label: 'Edit and try again' })).modal();
  await expectOwn(await (await ann.submit(modal, { 'prompt::0::glue': 'a cat' })).message(), null, edited);

  const public_ = await (await ann.slash('imagine', { prompt: 'gore and a fox' })).message();
  await says(public_, 'does not allow');
  const refused = placeOfEnd(public_);
  const again = await (await ann.press(refused, { label: 'Edit and try again' })).modal();
  const result = await (await ann.submit(again, { 'prompt::0::glue': 'gore and a cat' })).message();
  // It is refused as well, and its message, which the bot posted, is withdrawn.
  await vi.waitFor(() => expect(result.deleted).toBe(true), 10_000);
  const told = discord.messages().filter((one) => one.ephemeral && textOf(one).includes('gore and a cat'));
  expect(told.map(labelsOf)).toEqual([['Edit and try again']]);
  expect(relay.submissions.filter(({ billed }) => billed)).toHaveLength(2);
  expectClean(fixture);
});

test('what comes of Vary (Region) stands below the picture that it came from', async () => {
  const fixture = await withGrid({ relay: { profile: 'raw' } });
  const { ann, grid } = fixture;
  const single = await finished(await (await ann.press(grid, { label: 'U2' })).message());
  const picker = await (await ann.press(single, { label: 'Vary (Region)' })).message();
  await vi.waitFor(() => expect(picker.attachments).toHaveLength(1), 10_000);
  await ann.press(picker, { label: 'Left half' });
  await says(picker, '50% of the picture');
  const modal = await (await ann.press(picker, { label: 'Continue' })).modal();
  const result = await (await ann.submit(modal, { 'prompt::0::glue': 'a red fox in the snow' })).message();
  await expectOwn(result, single, picker);
  await finished(await (await ann.press(result, { label: 'U1' })).message());
  expectClean(fixture);
});

test('pictures that were confirmed stand for themselves', async () => {
  const fixture = await createFixture();
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const question = await (await ann.slash('imagine', { prompt: 'a {red, green, blue} fox' })).message();
  await ann.press(question, { label: 'Make 3' });
  await vi.waitFor(() => expect(seenByAll(fixture)).toHaveLength(3), 10_000);
  for (const message of seenByAll(fixture)) {
    expect([message.interactionId, message.messageReference]).toEqual([null, null]);
    await finished(message);
  }
  expectClean(fixture);
});

test.each<readonly [string, (fixture: Fixture) => Where]>([
  [
    'the bot may not post, though Discord says it may',
    ({ discord }) => ({ channel: discord.addChannel({ name: 'closed', botCanSend: false }) }),
  ],
  ['the bot sees nothing', ({ discord }) => ({ channel: discord.addChannel({ name: 'unseen', botCanSee: false }) })],
  ['a member brought the bot along', () => ({ install: 'user' })],
  ['the message is in a DM', () => ({ context: 1 })],
])('where %s, it is an answer as everywhere else', async (_, where) => {
  const fixture = await createFixture();
  const ann = fixture.discord.member('ann');
  Object.assign(fixture.env, { ALLOWED_USERS: ann.id });
  await fixture.start();
  const here = where(fixture);
  const question = await asked(fixture, here);
  const press = await sendAnyway(ann, question, here);
  const result = await finished(await press.message());
  expect(result.interactionId).toBe(press.id);
  expect(fixture.relay.submissions).toHaveLength(1);
  await settled(fixture, press.id);
  expectClean(fixture);
});

test.each(['before', 'after'] as const)(
  'where the connection dies %s a message is posted, its job begins in an answer, and nothing else is left',
  async (moment) => {
    const fixture = await createFixture();
    await fixture.start();
    const { discord, relay } = fixture;
    const ann = discord.member('ann');
    const question = await asked(fixture);
    discord.faults.cutRest(posts, moment, 10);
    const press = await sendAnyway(ann, question);
    await press.acknowledged();
    discord.faults.clear();
    await vi.waitFor(() => expect(seenByAll(fixture).map((one) => one.interactionId)).toEqual([press.id]), 10_000);
    for (const message of seenByAll(fixture)) await finished(message);
    await settled(fixture, press.id);
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  },
);

test('a bot that stops between the message and the answer goes on with it after the start', async () => {
  const fixture = await createFixture();
  const app = await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const question = await asked(fixture);
  discord.faults.refuseAnswer(10);
  const press = await sendAnyway(ann, question);
  const result = await press.message();
  await app.stop();
  discord.faults.clear();
  await fixture.start();
  await finished(result);
  await settled(fixture, press.id);
  expect(relay.submissions).toHaveLength(1);
  expect(seenByAll(fixture)).toEqual([result]);
  expectClean(fixture);
});
