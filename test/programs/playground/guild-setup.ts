import type { Discord } from '../../emulator/discord/server.ts';
import type { Channel } from '../../emulator/discord/types.ts';
import type { ChannelView, MemberView, World } from './wire.ts';

/** Manage Messages, Manage Server and Moderate Members: https://discord.com/developers/docs/topics/permissions */
const MODERATION = (1n << 13n) | (1n << 5n) | (1n << 40n);

export type GuildSetup = ReturnType<typeof setUpGuild>;

/** The server that the page shows: four members, two roles, two channels, a thread, and a DM for each member. */
export function setUpGuild(discord: Discord) {
  const supporters = { id: '1100000000000000001', name: 'supporters' };
  const artists = { id: '1100000000000000002', name: 'artists' };
  const ann = discord.member('ann');
  const lin = discord.member('小林', { locale: 'zh-CN', roles: [supporters.id] });
  const mara = discord.member('mara');
  mara.permissions = String(BigInt(mara.permissions) | MODERATION);
  const olga = discord.member('olga');
  const members: readonly MemberView[] = [
    { id: ann.id, name: ann.name, locale: ann.locale, about: 'english' },
    { id: lin.id, name: lin.name, locale: lin.locale, about: 'chinese' },
    { id: mara.id, name: mara.name, locale: mara.locale, about: 'moderator' },
    { id: olga.id, name: olga.name, locale: olga.locale, about: 'operator' },
  ];
  const actors = new Map([ann, lin, mara, olga].map((actor) => [actor.id, actor]));

  const general = discord.channel('general');
  const posters = discord.addChannel({ name: 'posters' });
  const thread = discord.addChannel({ name: 'A fox for the door', kind: 'thread' });
  const dms = [ann, lin, mara, olga].map((member) => discord.addChannel({ kind: 'dm', member }));
  const all = [general, posters, thread, ...dms];
  const view = ({ id, name, kind, member }: Channel): ChannelView => ({
    id,
    name: kind === 'direct' ? 'Darkroom' : name,
    kind,
    parentId: kind === 'thread' ? general.id : null,
    memberId: member?.id ?? null,
  });
  const world: World = {
    members,
    roles: [supporters, artists],
    channels: all.map(view),
    guildId: discord.guild.id,
    botId: discord.applicationId,
  };

  return {
    world,
    /** Who runs the bot. */
    operator: olga.id,
    channels: all,
    /** Undefined for a stranger's id. */
    actor: (id: string) => actors.get(id),
    channel: (id: string) => all.find((channel) => channel.id === id),
  };
}
