import type { NextId } from './snowflake.ts';
import type { Channel, Guild, Member, MemberFacts, User } from './types.ts';

/** View, send, embed, attach, read history, send in threads, external emojis. */
const botPermissions = (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 15n) | (1n << 16n) | (1n << 18n) | (1n << 38n);
const memberPermissions = botPermissions | (1n << 31n);

export type ChannelFacts = {
  name?: string;
  /** `dm` is a private channel between members unless `member` says that it is the bot's own DM with them. */
  kind?: 'text' | 'thread' | 'dm';
  member?: Member;
  guild?: Guild;
  /** Of a thread. */
  parent?: Channel;
  botCanSee?: boolean;
  botCanSend?: boolean;
  botLacks?: bigint;
  archived?: boolean;
  locked?: boolean;
};

/** Guilds, channels and members: who is where and may do what. */
export function createWorld({
  nextId,
  guilds,
  applicationId,
}: {
  nextId: NextId;
  guilds: number;
  applicationId: string;
}) {
  const bot: User = { id: applicationId, name: 'darkroom', bot: true };
  const allGuilds: Guild[] = Array.from({ length: guilds }, (_, at) => ({
    id: nextId(),
    name: `guild ${at + 1}`,
    locale: 'en-US',
    features: [],
  }));
  const channels = new Map<string, Channel>();
  const members = new Map<string, Member>();

  const addChannel = (facts: ChannelFacts = {}): Channel => {
    const { kind = 'text', member = null } = facts;
    const mine = kind !== 'dm' ? kind : member ? 'direct' : 'private';
    const botCanSee = facts.botCanSee ?? mine !== 'private';
    const channel: Channel = {
      id: nextId(),
      name: facts.name ?? mine,
      kind: mine,
      guild: kind === 'dm' ? null : (facts.guild ?? allGuilds[0] ?? null),
      member,
      parent: facts.parent ?? null,
      botCanSee,
      botCanSend: facts.botCanSend ?? botCanSee,
      botLacks: facts.botLacks ?? 0n,
      archived: facts.archived ?? false,
      locked: facts.locked ?? false,
    };
    channels.set(channel.id, channel);
    return channel;
  };

  return {
    bot,
    guilds: allGuilds,
    addChannel,
    /** Undefined when it never was or is deleted. */
    channelById: (id: string) => channels.get(id),
    /** Somebody deletes a channel. */
    removeChannel: (channel: Channel) => void channels.delete(channel.id),
    memberById: (id: string) => [...members.values()].find((member) => member.id === id),

    /** Finds the text channel of that name in the first guild, or makes it. */
    channel(name = 'general'): Channel {
      for (const channel of channels.values()) if (channel.name === name && channel.guild) return channel;
      return addChannel({ name });
    },

    /** The bot's DM with a member, opened when need be. */
    direct(member: Member): Channel {
      for (const channel of channels.values())
        if (channel.kind === 'direct' && channel.member?.id === member.id) return channel;
      return addChannel({ kind: 'dm', member });
    },

    /** A DM between this member and another, where the bot is not. */
    private(member: Member): Channel {
      for (const channel of channels.values())
        if (channel.kind === 'private' && channel.name === member.name) return channel;
      return addChannel({ kind: 'dm', name: member.name });
    },

    /** Finds or makes a member; facts given later replace earlier ones. */
    member(name: string, facts: Partial<MemberFacts>): Member {
      const there = members.get(name);
      if (there) return Object.assign(there, facts);
      const member: Member = {
        id: nextId(),
        name,
        bot: false,
        locale: 'en-US',
        roles: [],
        permissions: String(memberPermissions),
        dmsClosed: false,
        ...facts,
      };
      members.set(name, member);
      return member;
    },

    appPermissions: (channel: Channel): string =>
      String(botPermissions & ~channel.botLacks & ~(channel.botCanSee ? 0n : 1n << 10n)),
  };
}

export type World = ReturnType<typeof createWorld>;
