import { expect, test, vi } from 'vitest';
import { createStage, type Stage } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { settled } from './results.ts';

/** A private job of ann's; `long`: its interaction token is dead. */
async function withSecret({ manual }: { manual: boolean }) {
  const stage = await createStage({ relay: { manual } });
  await stage.start();
  const ann = stage.discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a secret fox', private: true });
  const message = await imagine.message();
  await stage.relay.waitUntil(() => Boolean(stage.relay.submissions[0]?.taskId));
  return { ...stage, ann, message, jobId: imagine.id, taskId: stage.relay.submissions[0]?.taskId ?? '' };
}

/** The 15 minutes of every token so far are over, for Discord and for the bot. */
async function outlive(stage: Stage, jobId: string): Promise<void> {
  stage.discord.expireTokens();
  for (const app of stage.apps) await app.stop();
  records(stage).edit('open', jobId, () => ({ reply: null }));
  await stage.start();
}

test('a private result is seen by its requester alone until they publish it', async () => {
  const stage = await withSecret({ manual: false });
  const { ann, discord, relay, message, jobId } = stage;
  await finished(message);
  await settled(stage, jobId);
  expect(message.ephemeral).toBe(true);
  expect(labelsOf(message).slice(-4)).toEqual(['Publish', '🗑️', '✉️', 'ℹ️']);
  expect(seenByAll(stage)).toEqual([]);

  const published = await finished(await (await ann.press(message, { label: 'Publish' })).message());
  expect(seenByAll(stage)).toEqual([published]);
  expect(labelsOf(published)).toEqual(labelsOf(message).filter((label) => label !== 'Publish'));
  const twice = await (await ann.press(message, { label: 'Publish' })).message();
  expect(textOf(twice)).toContain('You pressed twice');
  await finished(await (await discord.member('bob').press(published, { label: 'U1' })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(stage);
});

test('a private result can be published though its relay address is dead', async () => {
  const stage = await withSecret({ manual: false });
  const { ann, relay, message, jobId } = stage;
  await finished(message);
  await settled(stage, jobId);
  relay.faults.always('picture', { status: 404 });
  await finished(await (await ann.press(message, { label: 'Publish' })).message());
  expectClean(stage);
});

test('a long private job goes on in its message after “Refresh”', async () => {
  const stage = await withSecret({ manual: true });
  const { ann, discord, relay, message, jobId, taskId } = stage;
  expect(labelsOf(message)).toEqual(['Refresh']);
  await outlive(stage, jobId);
  relay.progress(taskId, 40);
  await ann.press(message, { label: 'Refresh' });
  await says(message, '40%');
  relay.finish(taskId);
  await finished(message);
  expect(labelsOf(message)).toContain('U1');
  expect(discord.dms(ann)).toEqual([]);
  expect(relay.submissions).toHaveLength(1);
  expectClean(stage);
});

test('a private job that ended behind a dead token comes by DM, and “Refresh” shows it in its place', async () => {
  const stage = await withSecret({ manual: true });
  const { ann, discord, relay, message, jobId, taskId } = stage;
  await outlive(stage, jobId);
  relay.finish(taskId);
  await settled(stage, jobId);
  const [mail] = discord.dms(ann);
  expect(mail && labelsOf(mail).slice(-3)).toEqual(['🗑️', '✉️', 'ℹ️']);
  expect(mail && labelsOf(mail)).not.toContain('Publish');
  await ann.press(message, { label: 'Refresh' });
  await finished(message);
  expect(labelsOf(message)).toEqual(expect.arrayContaining(['U1', 'Publish']));
  expect(relay.submissions).toHaveLength(1);
  expectClean(stage);
});

test('/jobs shows private jobs to their requester', async () => {
  const stage = await withSecret({ manual: true });
  const { ann, jobId } = stage;
  await vi.waitFor(() => expect(records(stage).job(jobId)).toMatchObject({ step: 'following' }));
  expect(textOf(await (await ann.slash('jobs')).message())).toContain('a secret fox');
  expectClean(stage);
});

test('a private result is removed by its requester', async () => {
  const stage = await withSecret({ manual: false });
  const { ann, message, jobId } = stage;
  await finished(message);
  await settled(stage, jobId);
  await ann.press(message, { label: '🗑️' });
  await vi.waitFor(() => expect(message.deleted).toBe(true));
  expectClean(stage);
});
