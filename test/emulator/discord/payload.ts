import type { Channel, Interaction, Member, Message } from './types.ts';
import { wireChannel, wireGuild, wireMember, wireMessage, wireUser } from './wire.ts';
import type { World } from './world.ts';

/** What an interaction's payload is made of. */
export type GestureContext = {
  readonly world: World;
  readonly type: Interaction['type'];
  readonly member: Member;
  readonly channel: Channel;
  readonly install: 'guild' | 'user';
  readonly attachmentLimit: number;
  readonly data: unknown;
  readonly message: Message | null;
};

/** Where an interaction happens: 0 in a guild, 1 in the bot's DM, 2 in a DM without the bot. */
export function contextOf({ guild, kind }: Channel): 0 | 1 | 2 {
  if (guild) return 0;
  return kind === 'direct' ? 1 : 2;
}

/** INTERACTION_CREATE, complete. https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object */
export function interactionPayload({
  world,
  type,
  member,
  channel,
  install,
  attachmentLimit,
  data,
  message,
}: GestureContext) {
  const { guild } = channel;
  const owners = install === 'user' ? { 1: member.id } : { 0: guild?.id ?? '0' };

  return (id: string, token: string): Record<string, unknown> => ({
    id,
    token,
    type,
    data,
    version: 1,
    application_id: world.bot.id,
    channel: wireChannel(channel, member.permissions),
    channel_id: channel.id,
    ...(guild
      ? { guild: wireGuild(guild), guild_id: guild.id, guild_locale: guild.locale, member: wireMember(member) }
      : { user: wireUser(member) }),
    ...(message && { message: wireMessage(message, world) }),
    locale: member.locale,
    app_permissions: world.appPermissions(channel),
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: owners,
    context: contextOf(channel),
    attachment_size_limit: attachmentLimit,
  });
}
