import { expect, onTestFinished, test } from 'vitest';
import { createPresenter } from '../../../src/discord/presenter/presenter.ts';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import type { ReceivedJob } from '../../../src/domain/job/job.ts';
import { createFixture } from '../../app/fixture.ts';
import { direct } from '../../direct.ts';
import { sampleClock } from '../../sample-clock.ts';
import { allMedia, received } from './fixture.ts';

/** A presenter beside a running bot, and jobs of an interaction that the bot has answered. */
async function openFollowUps() {
  const fixture = await createFixture({ relay: { manual: true } });
  await fixture.start();
  const { discord } = fixture;
  const restClients = createRestClients({
    apiUrl: discord.apiUrl,
    botToken: discord.botToken,
    dispatcher: direct.dispatcher,
  });
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const options = { restClients, media: allMedia, imageDelivery: 'link', progressSeconds: 1, log: silent } as const;
  const presenter = createPresenter({ ...options, clock: sampleClock() });
  onTestFinished(async () => {
    await presenter.stop();
    restClients.close();
  });
  const ann = discord.member('ann');
  const { id, token, interaction } = await ann.slash('imagine', { prompt: 'a red boat' });
  const reply = { applicationId: discord.applicationId, interactionId: id, token, expiresAt: interaction.expiresAt };
  const job = (n: number, changes: Partial<ReceivedJob> = {}): ReceivedJob => ({
    ...received,
    id: `${id}-${n}`,
    state: `${id}-${n}`,
    reply,
    createdAt: Date.now(),
    guildId: discord.guild.id,
    channelId: interaction.channel.id,
    ...changes,
  });
  return { ...fixture, ann, presenter, interaction, job };
}

test('a further message of an interaction is found again by its own job and by no other', async () => {
  const { presenter, discord, interaction, job } = await openFollowUps();
  await discord.waitUntil(() => interaction.original);
  const [second, third] = [await presenter.acknowledge(job(2)), await presenter.acknowledge(job(3))];
  if (second.kind !== 'shown' || third.kind !== 'shown') throw new Error('a further message was not taken');
  expect(await presenter.find(job(2))).toEqual(second);
  expect(await presenter.find(job(3))).toEqual(third);
  expect(await presenter.find(job(4))).toEqual({ kind: 'absent' });
  expect(second.place.messageId).not.toBe(third.place.messageId);
  expect(discord.violations).toEqual([]);
});

test('a further message is not taken before the interaction is answered', async () => {
  const { presenter, discord, interaction, job, ann } = await openFollowUps();
  await discord.waitUntil(() => interaction.original);
  discord.faults.refuseAnswer();
  const unanswered = await ann.slash('imagine', { prompt: 'a boat' });
  const reply = {
    ...received.reply,
    applicationId: discord.applicationId,
    interactionId: unanswered.id,
    token: unanswered.token,
    expiresAt: Date.now() + 60_000,
  };
  const early = job(2, { id: `${unanswered.id}-2`, reply });
  expect(await presenter.acknowledge(early)).toEqual({ kind: 'absent' });
});

test('a further message that only one member sees cannot be looked for', async () => {
  const { presenter, discord, interaction, job } = await openFollowUps();
  await discord.waitUntil(() => interaction.original);
  const hidden = job(2, { private: true });
  const answer = await presenter.acknowledge(hidden);
  expect(answer).toMatchObject({ kind: 'shown', private: true });
  expect(await presenter.find(hidden)).toEqual({ kind: 'hidden' });
  expect(discord.violations).toEqual([]);
});

test('where the bot cannot read the channel, nobody knows of a further message', async () => {
  const { presenter, discord, interaction, job } = await openFollowUps();
  await discord.waitUntil(() => interaction.original);
  await presenter.acknowledge(job(2));
  interaction.channel.botCanSee = false;
  expect(await presenter.find(job(2))).toEqual({ kind: 'hidden' });
  interaction.channel.botCanSee = true;
  discord.faults.rateLimit(/^GET \/channels\/\d+\/messages/, 7);
  expect(await presenter.find(job(2))).toEqual({ kind: 'unsure' });
  discord.faults.failRest(/^GET \/channels\/\d+\/messages/, 503, 9);
  expect(await presenter.find(job(2))).toEqual({ kind: 'unsure' });
});
