import { isShownByEmbed } from './files.ts';
import type { Attachment, Channel, Guild, Member, Message, User } from './types.ts';
import type { Embed } from './validate/embeds.ts';
import type { World } from './world.ts';

/** How Discord writes things as JSON, so that nothing a bot may look at is missing. */
export const channelTypes = { text: 0, thread: 11, direct: 1, private: 1 } as const;

export function wireUser({ id, name, bot }: User) {
  return {
    id,
    username: name,
    global_name: bot ? null : name,
    discriminator: bot ? '0001' : '0',
    avatar: null,
    banner: null,
    accent_color: null,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
    ...(bot && { bot }),
  };
}

export function wireMember(member: Member) {
  const { roles, permissions } = member;
  return {
    user: wireUser(member),
    roles,
    permissions,
    nick: null,
    avatar: null,
    banner: null,
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function wireGuild({ id, locale, features }: Guild) {
  return { id, locale, features };
}

export function wireChannel(channel: Channel, permissions?: string) {
  const { id, name, kind, guild, member, archived, locked } = channel;
  const base = { id, type: channelTypes[kind], flags: 0, last_message_id: null };
  if (!guild) return { ...base, recipients: member ? [wireUser(member)] : [] };
  return {
    ...base,
    name,
    guild_id: guild.id,
    parent_id: channel.parent?.id ?? null,
    nsfw: false,
    position: 0,
    rate_limit_per_user: 0,
    topic: null,
    ...(permissions !== undefined && { permissions }),
    ...(kind === 'thread' && {
      thread_metadata: { archived, locked, auto_archive_duration: 1440, archive_timestamp: new Date().toISOString() },
    }),
  };
}

export function wireAttachment({
  id,
  filename,
  description,
  size,
  url,
  contentType,
  width,
  height,
  ephemeral,
}: Attachment) {
  return {
    id,
    filename,
    size,
    url,
    proxy_url: url,
    content_type: contentType,
    ...(description !== null && { description }),
    ...(width !== null && { width, height }),
    ...(ephemeral && { ephemeral }),
  };
}

/** A file that an embed shows is not listed in `attachments`. https://discord.com/developers/docs/resources/message#message-object */
export function wireMessage(message: Message, world: World): Record<string, unknown> {
  const { embeds, components, messageReference, interactionId } = message;
  const mentioned = [...message.content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id = '']) => world.memberById(id) ?? []);
  return {
    id: message.id,
    channel_id: message.channelId,
    type: messageReference ? 19 : interactionId ? 20 : 0,
    content: message.content,
    author: wireUser(message.author),
    attachments: message.attachments.filter((file) => !isShownByEmbed(file, embeds)).map(wireAttachment),
    embeds: embeds.map(wireEmbed),
    components: components.map((row, y) => ({
      ...row,
      id: y * 6 + 1,
      components: row.components.map((component, x) => ({
        ...(component.type !== 2 && { min_values: 1, max_values: 1 }),
        ...component,
        id: y * 6 + x + 2,
      })),
    })),
    mentions: mentioned.map(wireUser),
    mention_roles: [],
    mention_everyone: message.pinged.includes('everyone'),
    pinned: false,
    tts: false,
    flags: message.flags,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    ...(message.author.id === world.bot.id && { application_id: world.bot.id }),
    ...(interactionId !== null && { webhook_id: world.bot.id }),
    ...(messageReference && {
      message_reference: {
        type: 0,
        channel_id: messageReference.channelId,
        message_id: messageReference.messageId,
        ...(message.guildId !== null && { guild_id: message.guildId }),
      },
    }),
  };
}

function wireEmbed({ image, thumbnail, ...embed }: Embed) {
  const media = (one: NonNullable<Embed['image']>) => ({ ...one, proxy_url: one.url, flags: 0 });
  return {
    type: 'rich',
    ...embed,
    ...(image && { image: media(image) }),
    ...(thumbnail && { thumbnail: media(thumbnail) }),
  };
}
