import { Client } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createPresenter } from '../../../src/discord/presenter/presenter.ts';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import { enter, type Place, type ReceivedJob } from '../../../src/domain/job/job.ts';
import { mediaOf } from '../../../src/domain/pictures/media.ts';
import { direct } from '../../direct.ts';
import { createDiscord } from '../../emulator/discord/server.ts';
import { sampleClock } from '../../sample-clock.ts';
import { allMedia, pictures, progressAt, received } from './fixture.ts';

const red = { width: 64, height: 64, channels: 3, background: 'red' } as const;
const data = await sharp({ create: red }).png().toBuffer();
const png = mediaOf([data], 'image/png', red);

/** A presenter beside a connected bot, and a member who uses it. */
async function openEmulatedPresenter({ hidden = false, forceEphemeral = false } = {}) {
  const discord = await createDiscord();
  const client = new Client({ intents: [], rest: { api: discord.apiUrl } });
  const restClients = createRestClients({
    apiUrl: discord.apiUrl,
    botToken: discord.botToken,
    dispatcher: direct.dispatcher,
  });
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const presenter = createPresenter({
    restClients,
    media: { ...allMedia, fetch: async () => png },
    imageDelivery: 'attach',
    progressSeconds: 0.02,
    clock: sampleClock(),
    log: silent,
  });
  onTestFinished(async () => {
    await presenter.stop();
    restClients.close();
    await client.destroy();
    await discord.close();
  });
  await client.login(discord.botToken);
  await discord.ready();
  await vi.waitFor(() => expect(client.isReady()).toBe(true), 10_000);
  await client.application?.commands.set([{ name: 'imagine', description: 'makes pictures' }]);
  const member = discord.member('ada');

  async function gesture(): Promise<ReceivedJob> {
    const { id, token, interaction } = await member.slash('imagine', {}, { forceEphemeral });
    const { channel, expiresAt } = interaction;
    return {
      ...received,
      id,
      state: id,
      requester: { id: member.id, name: member.name, locale: 'en-US' },
      locale: 'en-US',
      guildId: channel.guild?.id ?? null,
      channelId: channel.id,
      private: hidden,
      reply: { applicationId: discord.applicationId, interactionId: id, token, expiresAt },
      createdAt: Date.now(),
    };
  }

  const job = await gesture();
  const answer = await presenter.acknowledge(job);
  if (answer.kind !== 'shown') throw new Error(`the first answer is ${answer.kind}`);
  const { place } = answer;
  const seen = { ...job, private: answer.private };
  const following = enter(seen, { step: 'following', place, taskId: 't', acceptedAt: Date.now(), modalSent: false });
  const result = enter(seen, { step: 'delivering', place, outcome: pictures, since: Date.now() });
  const find = ({ messageId }: Place) => discord.messages().find(({ id }) => id === messageId);
  return { discord, presenter, member, gesture, job, seen, place, following, result, find };
}

describe('on the emulated Discord', () => {
  test('one message goes from waiting over progress to pictures and buttons', async () => {
    const { discord, presenter, job, place, following, result, find } = await openEmulatedPresenter();
    expect(await presenter.find(job)).toEqual({ kind: 'shown', place, private: false });
    for (const percent of [10, 50, 90]) {
      presenter.show(following, progressAt(percent));
      await vi.waitFor(() => expect(JSON.stringify(find(place)?.embeds)).toContain(`${percent}`), 10_000);
    }
    expect(await presenter.deliver(result)).toMatchObject({ kind: 'shown', place });
    const message = find(place);
    expect(message?.attachments).toMatchObject([{ filename: 'picture-1.png', size: png.data.byteLength }]);
    expect(message?.attachments[0]?.description).toContain('a red boat');
    expect(JSON.stringify(message?.components)).toContain(pictures.buttons[0].customId);
    expect(discord.messages()).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });

  test('a result delivered again after a crash leaves one picture', async () => {
    const { presenter, result, place, find, discord } = await openEmulatedPresenter();
    await presenter.deliver(result);
    await presenter.deliver({ ...result, reply: null });
    expect(find(place)?.attachments).toHaveLength(1);
    expect(discord.messages()).toHaveLength(1);
  });

  test('a dead token is no obstacle', async () => {
    const { discord, presenter, result, place, find } = await openEmulatedPresenter();
    discord.expireTokens();
    expect(await presenter.deliver(result)).toMatchObject({ kind: 'shown', place });
    expect(find(place)?.history.at(-1)?.by).toBe('bot');
    expect(discord.violations).toEqual([]);
  });

  test('an answer made private by Discord stays private to the end', async () => {
    const { discord, presenter, seen, result, member } = await openEmulatedPresenter({ forceEphemeral: true });
    expect(seen.private).toBe(true);
    discord.expireTokens();
    expect(await presenter.deliver(result)).toMatchObject({ kind: 'shown', place: { guildId: null } });
    expect(discord.messages().filter(({ ephemeral }) => !ephemeral)).toEqual([]);
    expect(discord.dms(member)).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });

  test('a private result without token and DM is kept', async () => {
    const { discord, presenter, result, member } = await openEmulatedPresenter({ hidden: true });
    discord.expireTokens();
    member.dmsClosed = true;
    expect(await presenter.deliver(result)).toEqual({ kind: 'kept' });
  });

  test('a deleted message stays deleted', async () => {
    const { discord, presenter, result, place, find } = await openEmulatedPresenter();
    const message = find(place);
    if (message) discord.remove(message);
    expect(await presenter.exists(place)).toBe('no');
    expect(await presenter.deliver(result)).toEqual({ kind: 'deleted' });
    expect(await presenter.deliver({ ...result, reply: null })).toEqual({ kind: 'deleted' });
    expect(discord.messages().filter(({ deleted }) => !deleted)).toEqual([]);
  });

  test('an archived thread gets a reply, a locked one a DM, a hidden channel a DM', async () => {
    const { discord, presenter, result, place, member, find } = await openEmulatedPresenter();
    const channel = discord.channel();
    channel.archived = true;
    const reply = await presenter.deliver({ ...result, reply: null });
    if (reply.kind !== 'shown') throw new Error(reply.kind);
    expect(find(reply.place)?.messageReference?.messageId).toBe(place.messageId);
    expect(find(reply.place)?.pinged).toEqual([]);
    channel.locked = true;
    expect(await presenter.deliver({ ...result, reply: null })).toMatchObject({ place: { guildId: null } });
    channel.locked = false;
    channel.botCanSee = false;
    expect(await presenter.exists(place)).toBe('unseen');
    expect(await presenter.deliver({ ...result, reply: null })).toMatchObject({ place: { guildId: null } });
    expect(discord.dms(member)).toHaveLength(1);
  });

  test('a lost first answer is found, one that never came is unsure', async () => {
    const { discord, presenter, gesture } = await openEmulatedPresenter();
    discord.faults.loseAnswer();
    expect(await presenter.acknowledge(await gesture())).toMatchObject({ kind: 'shown' });
    discord.faults.refuseAnswer();
    const lost = await gesture();
    expect(await presenter.acknowledge(lost)).toEqual({ kind: 'unsure' });
    expect(await presenter.find(lost)).toEqual({ kind: 'absent' });
  });

  test('twelve results and their progress in one channel at once meet no limit', async () => {
    const { discord, presenter, gesture } = await openEmulatedPresenter();
    const jobs = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const job = await gesture();
        const answer = await presenter.acknowledge(job);
        if (answer.kind !== 'shown') throw new Error(answer.kind);
        return enter(job, { step: 'delivering', place: answer.place, outcome: pictures, since: Date.now() });
      }),
    );
    for (const job of jobs) {
      const { place } = job;
      const moving = enter(job, { step: 'following', place, taskId: 't', acceptedAt: 0, modalSent: false });
      presenter.show({ ...moving, reply: null }, progressAt(5));
    }
    await vi.waitFor(() => expect(discord.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(3), 10_000);
    const deliveries = jobs.map((job, n) => presenter.deliver(n % 2 ? job : { ...job, reply: null }));
    expect((await Promise.all(deliveries)).map(({ kind }) => kind)).toEqual(jobs.map(() => 'shown'));
    expect(discord.rateLimited).toEqual([]);
    expect(discord.violations).toEqual([]);
  });
});
