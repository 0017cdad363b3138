import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  DiscordAPIError,
  EmbedBuilder,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  REST,
  Routes,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createDiscord, type Discord } from './discord/server.ts';
import type { DiscordOptions } from './discord/server-options.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const commands = [
  {
    name: 'imagine',
    description: 'makes pictures',
    options: [
      { type: 3, name: 'prompt', description: 'what to see', required: true, autocomplete: true },
      { type: 11, name: 'image', description: 'an image prompt' },
      { type: 4, name: 'count', description: 'how many', min_value: 1, max_value: 4 },
    ],
  },
  { name: 'Shorten', type: 3 },
];

async function emulate(options: DiscordOptions = {}): Promise<Discord> {
  const discord = await createDiscord(options);
  endings.push(discord.close);
  return discord;
}

/** A bot that answers every interaction with `answer`. */
async function bot(discord: Discord, answer: (interaction: Interaction) => Promise<unknown>): Promise<Client<true>> {
  const client = new Client({ intents: [], shards: 'auto', rest: { api: discord.apiUrl } });
  endings.push(() => client.destroy());
  client.on('interactionCreate', (interaction) => void answer(interaction));
  client.on('error', () => {});
  await client.login(discord.botToken);
  await discord.ready();
  await vi.waitFor(() => expect(client.isReady()).toBe(true), 10_000);
  if (!client.isReady()) throw new Error('not ready');
  await client.application.commands.set(commands);
  return client;
}

function restOf(discord: Discord): REST {
  return new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.botToken);
}

const refused = (promise: Promise<unknown>): Promise<DiscordAPIError> =>
  promise.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => (error instanceof DiscordAPIError ? error : Promise.reject(error)),
  );

const button = (customId: string, label = 'U1') =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId(customId).setLabel(label).setStyle(ButtonStyle.Secondary),
  );

describe('the Discord emulator with a real discord.js client', () => {
  it('lets a bot log in, register commands and answer a slash command', async () => {
    const discord = await emulate();
    const client = await bot(discord, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { locale, guildLocale, attachmentSizeLimit, context } = interaction;
      const prompt = interaction.options.getString('prompt', true);
      const answer = await interaction.reply({
        content: JSON.stringify({ prompt, locale, guildLocale, attachmentSizeLimit, context }),
        withResponse: true,
      });
      expect(answer.resource?.message?.id).toBe(answer.interaction.responseMessageId);
    });
    expect(client.user.id).toBe(discord.applicationId);
    expect(discord.commands.map(({ name }) => name)).toEqual(['imagine', 'Shorten']);

    const ada = discord.member('ada', { locale: 'de' });
    const gesture = await ada.slash('imagine', { prompt: 'a cat' });
    const message = await gesture.message();
    expect(JSON.parse(message.content)).toEqual({
      prompt: 'a cat',
      locale: 'de',
      guildLocale: 'en-US',
      attachmentSizeLimit: 10_485_760,
      context: 0,
    });
    expect((await gesture.acknowledged()).type).toBe(4);
    expect(discord.messages()).toEqual([message]);
    expect(discord.requests.find(({ interactionId }) => interactionId === gesture.id)?.status).toBe(200);
    expect(discord.violations).toEqual([]);
  });

  it('throws at the caller for what no client would send', async () => {
    const discord = await emulate();
    await bot(discord, async () => {});
    const ada = discord.member('ada');
    await expect(ada.slash('draw')).rejects.toThrow('no command draw');
    await expect(ada.slash('imagine')).rejects.toThrow('requires prompt');
    await expect(ada.slash('imagine', { prompt: 3 })).rejects.toThrow('does not fit');
    await expect(ada.slash('imagine', { prompt: 'x', count: 5 })).rejects.toThrow('out of range');
    await expect(ada.slash('imagine', { prompt: 'x', seed: 5 })).rejects.toThrow('no option seed');
  });

  it('carries a button, a modal and its submission', async () => {
    const discord = await emulate();
    await bot(discord, async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: 'press', components: [button('open')] });
      if (interaction.isButton()) {
        const input = new TextInputBuilder().setCustomId('text').setStyle(TextInputStyle.Short).setMaxLength(10);
        const label = new LabelBuilder().setLabel('Text').setTextInputComponent(input);
        await interaction.showModal(new ModalBuilder().setCustomId('m').setTitle('Zoom').addLabelComponents(label));
      }
      if (interaction.isModalSubmit() && interaction.isFromMessage())
        await interaction.update({ content: interaction.fields.getTextInputValue('text'), components: [] });
    });
    const ada = discord.member('ada');
    const message = await (await ada.slash('imagine', { prompt: 'a cat' })).message();
    await expect(ada.press(message, { label: 'U2' })).rejects.toThrow('has no');
    const modal = await (await ada.press(message, { label: 'U1' })).modal();
    expect(modal).toMatchObject({ customId: 'm', title: 'Zoom' });
    await expect(ada.submit(modal, { text: 'far too long' })).rejects.toThrow('10 characters');
    const submitted = await ada.submit(modal, { text: '2x' });
    expect(await submitted.message()).toBe(message);
    expect(message.content).toBe('2x');
    expect(message.history).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });

  it('answers autocomplete, and serves what a member uploads', async () => {
    const discord = await emulate();
    await bot(discord, async (interaction) => {
      if (interaction.isAutocomplete()) {
        const text = interaction.options.getFocused();
        await interaction.respond([{ name: `${text}!`, value: text }]);
      }
      if (interaction.isChatInputCommand())
        await interaction.reply(interaction.options.getAttachment('image', true).url);
    });
    const ada = discord.member('ada');
    const choices = await (await ada.autocomplete('imagine', { prompt: 'ca' }, 'prompt')).choices();
    expect(choices).toEqual([{ name: 'ca!', value: 'ca' }]);
    const bytes = new TextEncoder().encode('picture');
    const gesture = await ada.slash('imagine', { prompt: 'x', image: { name: 'a b.png', bytes, type: 'image/png' } });
    const served = await fetch((await gesture.message()).content);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(await served.text()).toBe('picture');
  });

  it('takes a multipart upload, resolves it in the embed and drops it when an edit does not name it', async () => {
    const discord = await emulate();
    await bot(discord, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      const picture = new AttachmentBuilder(Buffer.from('bytes'), { name: 'grid.png', description: 'a grid' });
      const answer = await interaction.editReply({
        embeds: [new EmbedBuilder().setImage('attachment://grid.png')],
        files: [picture],
      });
      expect(answer.attachments.size).toBe(0);
    });
    const gesture = await discord.member('ada').slash('imagine', { prompt: 'x' });
    const message = await gesture.message();
    expect(message.attachments).toMatchObject([{ filename: 'grid.png', description: 'a grid', size: 5 }]);
    const url = message.embeds[0]?.image?.url ?? '';
    expect(url).toBe(message.attachments[0]?.url);
    expect(await (await fetch(url)).text()).toBe('bytes');

    const route = Routes.webhookMessage(discord.applicationId, gesture.token);
    await restOf(discord).patch(route, { auth: false, body: { components: [button('a').toJSON()] } });
    expect(message.attachments).toHaveLength(1);
    expect(discord.violations).toEqual([]);
    await restOf(discord).patch(route, { auth: false, body: { embeds: [{ title: 'gone' }] } });
    expect(message.attachments).toHaveLength(0);
    expect(discord.violations.join()).toContain('does not name');
  });

  it('hides ephemeral messages from the bot token and from other members', async () => {
    const discord = await emulate();
    await bot(discord, async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral, components: [button('a')] });
      if (interaction.isButton()) await interaction.update({ content: 'pressed' });
    });
    const message = await (await discord.member('ada').slash('imagine', { prompt: 'x' })).message();
    expect(message).toMatchObject({ ephemeral: true, flags: 64 });
    const edit = restOf(discord).patch(Routes.channelMessage(message.channelId, message.id), {
      body: { content: 'x' },
    });
    expect(await refused(edit)).toMatchObject({ status: 404, code: 10008 });
    await expect(discord.member('bob').press(message, { customId: 'a' })).rejects.toThrow('cannot see');
    await discord.member('ada').press(message, { customId: 'a' });
    await discord.waitUntil(() => message.content === 'pressed');
  });

  it('hands over what a bot missed when it resumes after an abrupt close', async () => {
    const discord = await emulate();
    await bot(discord, async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('here');
    });
    discord.faults.dropGateway();
    const gesture = await discord.member('ada').slash('imagine', { prompt: 'x' });
    expect((await gesture.message()).content).toBe('here');
    expect(discord.identifies()).toBe(1);

    discord.faults.reconnect();
    await discord.waitUntil(() => !discord.isReady());
    await discord.ready();
    const again = await discord.member('ada').slash('imagine', { prompt: 'y' });
    expect((await again.message()).content).toBe('here');

    discord.faults.invalidSession(true);
    await discord.waitUntil(() => !discord.isReady());
    await discord.ready();
    expect(discord.identifies()).toBe(1);
    expect(discord.violations).toEqual([]);
  });

  it('sends an event twice, or never, on demand', async () => {
    const discord = await emulate({ deadlineMs: 200 });
    const seen: string[] = [];
    await bot(discord, async (interaction) => {
      seen.push(interaction.id);
      if (interaction.isChatInputCommand()) await interaction.reply('here').catch(() => {});
    });
    const gesture = await discord.member('ada').slash('imagine', { prompt: 'x' });
    await gesture.message();
    discord.faults.replay();
    await discord.waitUntil(() => seen.length === 2);
    expect(new Set(seen)).toEqual(new Set([gesture.id]));

    discord.faults.missEvents(1);
    const lost = await discord.member('ada').slash('imagine', { prompt: 'x' });
    await expect(lost.acknowledged()).rejects.toThrow('failed');
    expect(lost.failed).toBe(true);
  });

  it('refuses a wrong token and privileged intents', async () => {
    const discord = await emulate();
    const client = new Client({ intents: [], rest: { api: discord.apiUrl } });
    await expect(client.login('wrong')).rejects.toThrow();
    const curious = new Client({ intents: ['MessageContent'], rest: { api: discord.apiUrl } });
    endings.push(() => curious.destroy());
    await expect(curious.login(discord.botToken)).rejects.toThrow('disallowed');
  });

  it('makes the client wait for a 429 and then lets it through', async () => {
    const discord = await emulate();
    const rest = new REST({ api: discord.apiUrl }).setToken(discord.botToken);
    discord.faults.rateLimit(/^POST \/channels/, 0.05);
    await rest.post(Routes.channelMessages(discord.channel().id), { body: { content: 'hello' } });
    expect(discord.messages()).toHaveLength(1);
    expect(discord.requests.map(({ status }) => status)).toEqual([429, 200]);
    const [first, second] = discord.requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(45);
  });
});

describe('the Discord emulator against a careless bot', () => {
  const posting = async () => {
    const discord = await emulate({ rateLimits: false });
    const rest = restOf(discord);
    const path = Routes.channelMessages(discord.channel().id);
    return {
      discord,
      rest,
      post: (body: unknown, files: { name: string; data: Buffer }[] = []) => rest.post(path, { body, files }),
    };
  };
  const row = (...components: unknown[]) => ({ components: [{ type: 1, components }] });
  const press = (more: object = {}) => ({ type: 2, style: 2, label: 'U1', custom_id: 'a', ...more });
  const embed = (one: object) => ({ embeds: [one] });

  it.each([
    ['a long title', embed({ title: 'x'.repeat(257) }), 'BASE_TYPE_MAX_LENGTH'],
    ['a long description', embed({ description: 'x'.repeat(4097) }), 'BASE_TYPE_MAX_LENGTH'],
    ['a long footer', embed({ footer: { text: 'x'.repeat(2049) } }), 'BASE_TYPE_MAX_LENGTH'],
    ['a long author', embed({ author: { name: 'x'.repeat(257) } }), 'BASE_TYPE_MAX_LENGTH'],
    [
      '26 fields',
      embed({ fields: Array.from({ length: 26 }, () => ({ name: 'a', value: 'b' })) }),
      'BASE_TYPE_MAX_LENGTH',
    ],
    ['an empty field', embed({ fields: [{ name: '', value: 'b' }] }), 'BASE_TYPE_REQUIRED'],
    ['a picture without an address', embed({ image: { url: '/mj/image/1' } }), 'URL_TYPE_INVALID_URL'],
    [
      '6001 letters',
      { embeds: [{ description: 'x'.repeat(3001) }, { description: 'x'.repeat(3000) }] },
      'MAX_EMBED_SIZE',
    ],
    ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'BASE_TYPE_MAX_LENGTH'],
    ['long content', { content: 'x'.repeat(2001) }, 'BASE_TYPE_MAX_LENGTH'],
    [
      'six rows',
      { components: Array.from({ length: 6 }, (_, at) => row(press({ custom_id: `${at}` })).components[0]) },
      'BASE_TYPE_MAX',
    ],
    [
      'six buttons',
      row(...Array.from({ length: 6 }, (_, at) => press({ custom_id: `${at}` }))),
      'BASE_TYPE_MAX_LENGTH',
    ],
    ['twins', row(press(), press()), 'COMPONENT_CUSTOM_ID_DUPLICATED'],
    ['a long custom_id', row(press({ custom_id: 'x'.repeat(101) })), 'BASE_TYPE_MAX_LENGTH'],
    ['a bare button', row(press({ label: '' })), 'LABEL_OR_EMOJI_REQUIRED'],
    ['a long label', row(press({ label: 'x'.repeat(81) })), 'BASE_TYPE_MAX_LENGTH'],
    ['a word as emoji', row(press({ emoji: { name: 'upscale_1' } })), 'COMPONENT_INVALID_EMOJI'],
    ['style 6', row(press({ style: 6 })), 'NUMBER_TYPE_MAX'],
    ['a link with custom_id', row(press({ style: 5, url: 'https://a.example' })), 'MUTUALLY_EXCLUSIVE'],
    ['an empty menu', row({ type: 3, custom_id: 'm', options: [] }), 'BASE_TYPE_MIN_LENGTH'],
  ])('refuses %s', async (_, body, code) => {
    const { discord, post } = await posting();
    const error = await refused(post({ content: 'x', ...body }));
    expect(error).toMatchObject({ status: 400, code: 50035 });
    expect(JSON.stringify(error.rawError)).toContain(code);
    expect(discord.violations).toHaveLength(1);
    expect(discord.messages()).toEqual([]);
  });

  it.each(['🔄', '⬅️', '⬅', '🖌️', '❤️', '👩‍🎨'])('takes %s as an emoji', async (name) => {
    const { post } = await posting();
    await expect(post({ content: 'x', ...row(press({ emoji: { name } })) })).resolves.toMatchObject({ content: 'x' });
  });

  it('answers whatever JSON it is sent without failing itself', async () => {
    const { discord, post } = await posting();
    const names = ['content', 'embeds', 'components', 'attachments', 'allowed_mentions', 'nonce', 'message_reference'];
    const bodies = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()));
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const status = await post(body).then(
          () => 200,
          (error: unknown) => (error instanceof DiscordAPIError ? error.status : 0),
        );
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 60 },
    );
    expect(discord.violations.filter((one) => one.includes('failed'))).toEqual([]);
  });

  it('refuses empty messages and large files', async () => {
    const { post } = await posting();
    expect(await refused(post({ content: ' ' }))).toMatchObject({ status: 400, code: 50006 });
    const large = { name: 'a.png', data: Buffer.alloc(10 * 2 ** 20 + 1) };
    expect(await refused(post({ content: 'x' }, [large]))).toMatchObject({ status: 413, code: 40005 });
  });

  it.each([
    ['upper case', [{ name: 'Imagine', description: 'x' }], 'INVALID_NAME'],
    ['no description', [{ name: 'imagine' }], 'BASE_TYPE_REQUIRED'],
    ['twins', [1, 2].map(() => ({ name: 'imagine', description: 'x' })), 'DUPLICATE_NAME'],
    ['a required option behind', [command([{ name: 'a' }, { name: 'b', required: true }])], 'REQUIRED_INVALID'],
    ['26 options', [command(Array.from({ length: 26 }, (_, at) => ({ name: `o${at}` })))], 'BASE_TYPE_MAX_LENGTH'],
    [
      '26 choices',
      [command([{ name: 'a', choices: Array.from({ length: 26 }, () => ({ name: 'a', value: 'a' })) }])],
      'MAX_LENGTH',
    ],
  ])('refuses commands with %s', async (_, body, code) => {
    const { discord, rest } = await posting();
    const error = await refused(rest.put(Routes.applicationCommands(discord.applicationId), { body }));
    expect(JSON.stringify(error.rawError)).toContain(code);
    expect(discord.commands).toEqual([]);
  });

  it('guards channels, DMs, threads and other authors', async () => {
    const { discord, rest } = await posting();
    const post = (id: string, body: object = { content: 'x' }) => rest.post(Routes.channelMessages(id), { body });
    const hidden = discord.addChannel({ botCanSee: false });
    const locked = discord.addChannel({ kind: 'thread', locked: true });
    const ada = discord.member('ada', { dmsClosed: true });
    const dm = discord.addChannel({ kind: 'dm', member: ada });
    expect(await refused(post('1'))).toMatchObject({ status: 404, code: 10003 });
    expect(await refused(post(hidden.id))).toMatchObject({ status: 403, code: 50001 });
    expect(await refused(post(locked.id))).toMatchObject({ status: 400, code: 50083 });
    expect(await refused(post(dm.id))).toMatchObject({ status: 403, code: 50007 });
    const { id, channelId } = ada.say('hello');
    const edit = rest.patch(Routes.channelMessage(channelId, id), { body: { content: 'x' } });
    expect(await refused(edit)).toMatchObject({ status: 403, code: 50005 });
    ada.dmsClosed = false;
    await post(dm.id);
    expect(discord.dms(ada)).toHaveLength(1);
  });

  it('takes a deleted channel’s messages along, and lets nobody in any more', async () => {
    const { discord, rest } = await posting();
    const gone = discord.addChannel({ name: 'gone' });
    const ada = discord.member('ada');
    await rest.put(Routes.applicationCommands(discord.applicationId), { body: commands });
    await rest.post(Routes.channelMessages(gone.id), { body: { content: 'x', ...row(press()) } });
    const [message] = discord.messages(gone);
    if (!message) throw new Error('nothing was posted');
    discord.removeChannel(gone);
    expect([message.deleted, discord.messages(gone)]).toEqual([true, []]);
    const body = { content: 'y' };
    for (const call of [
      rest.get(Routes.channel(gone.id)),
      rest.post(Routes.channelMessages(gone.id), { body }),
      rest.patch(Routes.channelMessage(gone.id, message.id), { body }),
    ]) {
      expect(await refused(call)).toMatchObject({ status: 404, code: 10003 });
    }
    await expect(ada.press(message, { label: 'U1' })).rejects.toThrow('is gone');
    await expect(ada.slash('imagine', { prompt: 'x' }, { channel: gone })).rejects.toThrow('is gone');
  });

  it('records who is pinged, and that an embed pings nobody', async () => {
    const { discord, post } = await posting();
    const { id } = discord.member('ada');
    await post({ content: `<@${id}> @everyone` });
    await post({ content: `<@${id}>`, allowed_mentions: { parse: [] } });
    await post({ content: `<@${id}> <@&7>`, allowed_mentions: { users: [id] } });
    await post(embed({ description: `<@${id}> @everyone` }));
    expect(discord.messages().map(({ pinged }) => pinged)).toEqual([[id, 'everyone'], [], [id], []]);
  });

  it('posts a nonce once, and replies to what exists', async () => {
    const { discord, post } = await posting();
    for (const content of ['a', 'b']) await post({ content, nonce: 'n', enforce_nonce: true });
    const [first] = discord.messages();
    expect(discord.messages()).toHaveLength(1);
    const reference = { message_id: first?.id };
    await post({ content: 'reply', message_reference: reference });
    expect(discord.messages()[1]?.messageReference?.messageId).toBe(first?.id);
    if (first) discord.remove(first);
    expect(await refused(post({ content: 'reply', message_reference: reference }))).toMatchObject({ code: 50035 });
    await post({ content: 'reply', message_reference: { ...reference, fail_if_not_exists: false } });
    expect(discord.messages()[1]?.messageReference).toBeNull();
  });

  it('gives 429 to a bot that edits a channel six times at once, and says so', async () => {
    const discord = await emulate();
    const path = Routes.channelMessages(discord.channel().id);
    const init = { method: 'POST', headers: { authorization: `Bot ${discord.botToken}` }, body: '{"content":"x"}' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => fetch(`${discord.apiUrl}/v10${path}`, init)));
    const refusedOne = answers.find(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(Number(refusedOne?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refusedOne?.json()).toMatchObject({ global: false });
    expect(discord.rateLimited).toMatchObject([{ method: 'POST', global: false }]);
  });

  it('gives a global 429 beyond 50 requests a second', async () => {
    const discord = await emulate();
    const init = { headers: { authorization: `Bot ${discord.botToken}` } };
    const answers = await Promise.all(Array.from({ length: 60 }, () => fetch(`${discord.apiUrl}/v10/users/@me`, init)));
    const no = answers.find(({ status }) => status === 429);
    expect(no?.headers.get('x-ratelimit-global')).toBe('true');
    expect(await no?.json()).toMatchObject({ global: true });
  });

  it('limits edits of messages older than an hour', async () => {
    const { discord, post } = await posting();
    await post({ content: 'x' });
    const [message] = discord.messages();
    if (!message) throw new Error('no message');
    discord.age(message, 3_700_000);
    const url = `${discord.apiUrl}/v10${Routes.channelMessage(message.channelId, message.id)}`;
    const init = { method: 'PATCH', headers: { authorization: `Bot ${discord.botToken}` }, body: '{"content":"y"}' };
    const answers = [];
    for (let at = 0; at < 4; at += 1) answers.push(await fetch(url, init));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(await answers[3]?.json()).toMatchObject({ code: 30046 });
  });
});

describe('an interaction in the Discord emulator', () => {
  /** Gestures reach nobody; the test answers with plain HTTP. */
  const alone = async (options: DiscordOptions = {}) => {
    const discord = await emulate(options);
    await restOf(discord).put(Routes.applicationCommands(discord.applicationId), { body: commands });
    const gesture = await discord.member('ada').slash('imagine', { prompt: 'x' });
    const call = async (method: string, path: string, body?: object) => {
      // `fetch` would make a request again whose kept connection died.
      const sent = request(`${discord.apiUrl}/v10${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        agent: false,
      }).end(body && JSON.stringify(body));
      const [answer] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(sent, 'response'));
      const text = Buffer.concat(await Array.fromAsync(answer)).toString();
      const json: unknown = text ? JSON.parse(text) : null;
      return { status: answer.statusCode ?? 0, json };
    };
    const answer = (body: object, query = '') =>
      call('POST', `${Routes.interactionCallback(gesture.id, gesture.token)}${query}`, body);
    const original = `/webhooks/${discord.applicationId}/${gesture.token}/messages/%40original`;
    return { discord, gesture, call, answer, original };
  };
  const hello = { type: 4, data: { content: 'hello' } };

  it('can be acknowledged once', async () => {
    const { discord, answer } = await alone();
    expect(await answer(hello)).toEqual({ status: 204, json: null });
    expect(await answer(hello)).toMatchObject({ status: 400, json: { code: 40060 } });
    expect(discord.messages()).toHaveLength(1);
    expect(discord.violations.join()).toContain('twice');
  });

  it('is over after the deadline', async () => {
    const { discord, gesture, answer } = await alone({ deadlineMs: 30 });
    await discord.waitUntil(() => gesture.failed);
    expect(await answer(hello)).toMatchObject({ status: 404, json: { code: 10062 } });
    expect(discord.violations.join()).toContain('late');
  });

  it('is answered although the answer to the answer got lost', async () => {
    const { discord, gesture, answer, call, original } = await alone();
    discord.faults.loseAnswer();
    await expect(answer(hello)).rejects.toThrow();
    expect((await gesture.message()).content).toBe('hello');
    expect(await call('GET', original)).toMatchObject({ status: 200, json: { content: 'hello' } });
    expect(await answer(hello)).toMatchObject({ json: { code: 40060 } });
  });

  it('is not answered when the answer never arrived', async () => {
    const { discord, answer, call, original } = await alone();
    discord.faults.refuseAnswer();
    await expect(answer(hello)).rejects.toThrow();
    expect(discord.messages()).toEqual([]);
    expect(await call('GET', original)).toMatchObject({ status: 404 });
    expect(await answer(hello)).toMatchObject({ status: 204 });
  });

  it('is over with its channel: its message is unknown, and nothing follows it', async () => {
    const { discord, answer, call, original } = await alone();
    await answer(hello);
    const late = await discord.member('ada').slash('imagine', { prompt: 'y' });
    discord.removeChannel(discord.channel());
    expect(await call('GET', original)).toMatchObject({ status: 404, json: { code: 10008 } });
    expect(await call('PATCH', original, { content: 'x' })).toMatchObject({ status: 404, json: { code: 10008 } });
    const followUp = original.replace('/messages/%40original', '');
    expect(await call('POST', followUp, { content: 'x' })).toMatchObject({ status: 404, json: { code: 10003 } });
    const first = Routes.interactionCallback(late.id, late.token);
    expect(await call('POST', first, hello)).toMatchObject({ status: 404, json: { code: 10003 } });
  });

  it('says where its message is, which then can be edited, deleted and followed up', async () => {
    const { discord, gesture, answer, call, original } = await alone();
    const deferred = await answer({ type: 5, data: { flags: 64 } }, '?with_response=true');
    expect(deferred.json).toMatchObject({
      interaction: { response_message_loading: true, response_message_ephemeral: true },
    });
    await call('PATCH', original, { content: 'done' });
    const message = await gesture.message();
    expect(message).toMatchObject({ content: 'done', ephemeral: true, loading: false });
    const more = await call('POST', `/webhooks/${discord.applicationId}/${gesture.token}`, { content: 'more' });
    expect(more).toMatchObject({ status: 200, json: { content: 'more' } });
    expect(await call('DELETE', original)).toMatchObject({ status: 204 });
    expect(await call('PATCH', original, { content: 'x' })).toMatchObject({ status: 404, json: { code: 10008 } });
    expect(discord.messages().map(({ content }) => content)).toEqual(['more']);
  });

  it('loses its token', async () => {
    const { discord, answer, call, original } = await alone();
    await answer(hello);
    discord.expireTokens();
    expect(await call('PATCH', original, { content: 'x' })).toMatchObject({ status: 401, json: { code: 50027 } });
  });

  it('is forced to be ephemeral where Discord says so', async () => {
    const { discord, answer, gesture } = await alone();
    await answer(hello);
    expect((await gesture.message()).ephemeral).toBe(false);
    const quiet = await discord.member('ada').slash('imagine', { prompt: 'x' }, { forceEphemeral: true });
    await restOf(discord).post(Routes.interactionCallback(quiet.id, quiet.token), { auth: false, body: hello });
    expect((await quiet.message()).ephemeral).toBe(true);
  });

  it('takes only answers of fitting types', async () => {
    const { answer } = await alone();
    for (const type of [1, 6, 7, 8]) expect(await answer({ type, data: {} })).toMatchObject({ json: { code: 50035 } });
    expect(await answer({ type: 9, data: { custom_id: 'm', title: 'x'.repeat(46), components: [] } })).toMatchObject({
      json: { code: 50035, errors: { data: { title: {}, components: {} } } },
    });
    expect(await answer(hello)).toMatchObject({ status: 204 });
  });

  it('cannot answer a modal with a modal, nor update a message that is not behind it', async () => {
    const { discord, gesture, answer } = await alone();
    const text = { type: 18, label: 'Text', component: { type: 4, custom_id: 't', style: 1 } };
    const window = { type: 9, data: { custom_id: 'm', title: 'Zoom', components: [text] } };
    expect(await answer(window)).toMatchObject({ status: 204 });
    const submitted = await discord.member('ada').submit(await gesture.modal(), { t: 'x' });
    const post = (body: object) =>
      restOf(discord).post(Routes.interactionCallback(submitted.id, submitted.token), { auth: false, body });
    expect(await refused(post(window))).toMatchObject({ code: 50035 });
    expect(await refused(post({ type: 7, data: { content: 'x' } }))).toMatchObject({ code: 50035 });
    await post(hello);
    expect((await submitted.message()).content).toBe('hello');
  });

  it('can be made to fail, wait and be seen', async () => {
    const seen: string[] = [];
    const { discord, answer, call, original } = await alone({ onEvent: ({ kind }) => void seen.push(kind) });
    await answer(hello);
    discord.faults.failRest(/^PATCH .*@?original/, 503, 1);
    discord.faults.delayRest(/^PATCH /, 30);
    const start = performance.now();
    expect(await call('PATCH', original, { content: 'x' })).toMatchObject({ status: 503 });
    expect(performance.now() - start).toBeGreaterThanOrEqual(25);
    expect(await call('PATCH', original, { content: 'x' })).toMatchObject({ status: 200 });
    expect(seen).toEqual(expect.arrayContaining(['interaction', 'posted', 'acknowledged', 'edited', 'request']));
  });

  it('can lose a request, or the answer to one that was performed', async () => {
    const { discord, gesture, answer, call, original } = await alone();
    await answer(hello);
    discord.faults.cutRest(/^PATCH /, 'before');
    await expect(call('PATCH', original, { content: 'lost' })).rejects.toThrow();
    discord.faults.cutRest(/^PATCH /, 'after');
    await expect(call('PATCH', original, { content: 'performed' })).rejects.toThrow();
    expect((await gesture.message()).history.map(({ content }) => content)).toEqual(['performed']);
  });
});

function command(options: { name: string; required?: boolean; choices?: unknown[] }[]) {
  return { name: 'imagine', description: 'x', options: options.map((one) => ({ type: 3, description: 'x', ...one })) };
}
