import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, publish, says, seenByAll, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { settled } from './results.ts';

/** A private job of ann's; `long`: its interaction token is dead. */
async function withSecret({ manual }: { manual: boolean }) {
  const fixture = await createFixture({ relay: { manual } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a secret fox', private: true });
  const message = await imagine.message();
  await fixture.relay.waitUntil(() => Boolean(fixture.relay.submissions[0]?.taskId));
  return { ...fixture, ann, message, jobId: imagine.id, taskId: fixture.relay.submissions[0]?.taskId ?? '' };
}

/** The 15 minutes of every token so far are over, for Discord and for the bot. */
async function outlive(fixture: Fixture, jobId: string): Promise<void> {
  fixture.discord.expireTokens();
  for (const app of fixture.apps) await app.stop();
  records(fixture).edit('open', jobId, () => ({ reply: null }));
  await fixture.start();
}

test('a private result is seen by its requester alone until they publish it', async () => {
  const fixture = await withSecret({ manual: false });
  const { ann, discord, relay, message, jobId } = fixture;
  await finished(message);
  await settled(fixture, jobId);
  expect(message.ephemeral).toBe(true);
  expect(labelsOf(message).slice(-4)).toEqual(['Publish', '🗑️', '✉️', 'ℹ️']);
  expect(seenByAll(fixture)).toEqual([]);

  const published = await publish(fixture, ann, message);
  expect(seenByAll(fixture)).toEqual([published]);
  const own = ['🗑️', '✉️', 'ℹ️'];
  await vi.waitFor(() => expect(labelsOf(message).slice(-4)).toEqual(['Published', ...own]), 10_000);
  expect(labelsOf(published)).toEqual(labelsOf(message).filter((label) => label !== 'Published'));
  const buttons = message.components.flatMap(({ components }) => components);
  expect(buttons).toContainEqual(expect.objectContaining({ style: 5, url: linkTo(published) }));
  expect(message.attachments).toHaveLength(1);
  await finished(await (await discord.member('bob').press(published, { label: 'U1' })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('a private result is published once, however often it is pressed, and again where nobody sees it any more', async () => {
  const fixture = await withSecret({ manual: false });
  const { ann, message, jobId } = fixture;
  await finished(message);
  await settled(fixture, jobId);
  const before = message.components;
  const presses = await Promise.all([1, 2].map(() => ann.press(message, { label: 'Publish' })));
  await Promise.all(presses.map((press) => press.message()));
  await vi.waitFor(() => expect(labelsOf(message)).toContain('Published'), 10_000);
  const [published, ...more] = seenByAll(fixture);
  if (!published) throw new Error('nothing was published');
  expect(more).toEqual([]);

  // As after "Refresh", or where Discord did not let the button be changed.
  message.components = before;
  await ann.press(message, { label: 'Publish' });
  const link = linkTo(published);
  await vi.waitFor(
    () => expect(fixture.discord.messages().map(textOf)).toContain(`Everyone can already see it: ${link}`),
    10_000,
  );
  expect(labelsOf(message)).toContain('Published');
  expect(seenByAll(fixture)).toEqual([published]);

  await ann.press(published, { label: '🗑️' });
  await vi.waitFor(() => expect(published.deleted).toBe(true), 10_000);
  message.components = before;
  await publish(fixture, ann, message);
  expect(seenByAll(fixture).filter(({ deleted }) => !deleted)).toHaveLength(1);
  expectClean(fixture);
});

test('a published result stands below the picture that it came from, and not below the message that only its maker sees', async () => {
  const fixture = await createFixture();
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  const settings = await (await ann.slash('settings')).message();
  await ann.press(settings, { label: 'Only for me: off' });
  const secret = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  expect(secret.ephemeral).toBe(true);
  const shown = await publish(fixture, ann, secret);
  expect([shown.interactionId, shown.messageReference?.messageId]).toEqual([null, grid.id]);
  expectClean(fixture);
});

test('a private result can be published though its relay address is dead', async () => {
  const fixture = await withSecret({ manual: false });
  const { ann, relay, message, jobId } = fixture;
  await finished(message);
  await settled(fixture, jobId);
  relay.faults.always('picture', { status: 404 });
  await publish(fixture, ann, message);
  expectClean(fixture);
});

test('a long private job goes on in its message after “Refresh”', async () => {
  const fixture = await withSecret({ manual: true });
  const { ann, discord, relay, message, jobId, taskId } = fixture;
  expect(labelsOf(message)).toEqual(['Refresh']);
  await outlive(fixture, jobId);
  relay.progress(taskId, 40);
  await ann.press(message, { label: 'Refresh' });
  await says(message, '40%');
  relay.finish(taskId);
  await finished(message);
  expect(labelsOf(message)).toContain('U1');
  expect(discord.dms(ann)).toEqual([]);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('a private job that ended behind a dead token comes by DM, and “Refresh” shows it in its place', async () => {
  const fixture = await withSecret({ manual: true });
  const { ann, discord, relay, message, jobId, taskId } = fixture;
  await outlive(fixture, jobId);
  relay.finish(taskId);
  await settled(fixture, jobId);
  const [mail] = discord.dms(ann);
  expect(mail && labelsOf(mail).slice(-3)).toEqual(['🗑️', '✉️', 'ℹ️']);
  expect(mail && labelsOf(mail)).not.toContain('Publish');
  await ann.press(message, { label: 'Refresh' });
  await finished(message);
  expect(labelsOf(message)).toEqual(expect.arrayContaining(['U1', 'Publish']));
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('/jobs shows private jobs to their requester', async () => {
  const fixture = await withSecret({ manual: true });
  const { ann, jobId } = fixture;
  await vi.waitFor(() => expect(records(fixture).job(jobId)).toMatchObject({ step: 'following' }), 10_000);
  expect(textOf(await (await ann.slash('jobs')).message())).toContain('a secret fox');
  expectClean(fixture);
});

test('a private result is removed by its requester', async () => {
  const fixture = await withSecret({ manual: false });
  const { ann, message, jobId } = fixture;
  await finished(message);
  await settled(fixture, jobId);
  await ann.press(message, { label: '🗑️' });
  await vi.waitFor(() => expect(message.deleted).toBe(true), 10_000);
  expectClean(fixture);
});
