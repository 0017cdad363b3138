import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

/** Something answered where Discord's API should, and not as it does. */
export class NotDiscordError extends Error {
  override readonly name = 'NotDiscordError';
}

const Me = z.object({ id: z.string(), username: z.string(), discriminator: z.string().default('0') });

const Commands = z.array(z.looseObject({ id: z.string(), name: z.string(), type: z.number().default(1) }));

/** A command as Discord has it: what else it tells of it is kept as it came. */
export type RegisteredCommand = z.infer<typeof Commands>[number];

const Servers = z.array(z.object({ id: z.string(), name: z.string() }));

const Application = z.object({
  id: z.string(),
  bot_public: z.boolean().default(true),
  bot_require_code_grant: z.boolean().default(false),
  interactions_endpoint_url: z.string().nullish(),
  flags: z.number().default(0),
});

/** The bot's application, as its pages at Discord are filled in. */
export type OwnApplication = {
  readonly id: string;
  readonly isPublic: boolean;
  readonly needsCodeGrant: boolean;
  readonly hasEndpoint: boolean;
  /** The privileged intents that are switched on, by the names of their switches. */
  readonly intents: readonly string[];
};

/** https://docs.discord.com/developers/events/gateway#session-start-limit-object */
const Gateway = z.object({
  shards: z.int().min(1),
  session_start_limit: z.object({ total: z.number(), remaining: z.number(), reset_after: z.number() }),
});

/** How many logins are left, of how many, and in how many ms there are all of them again. A start takes one for each shard. */
export type Logins = {
  readonly shards: number;
  readonly total: number;
  readonly remaining: number;
  readonly resetMs: number;
};

/** https://docs.discord.com/developers/resources/application#application-object-application-flags */
const privileged: readonly (readonly [bit: number, name: string])[] = [
  [(1 << 12) | (1 << 13), 'Presence Intent'],
  [(1 << 14) | (1 << 15), 'Server Members Intent'],
  [(1 << 18) | (1 << 19), 'Message Content Intent'],
];

export type OwnFacts = ReturnType<typeof createOwnFacts>;

/** Asks Discord what it knows of the bot. All of it throws what discord.js throws, and NotDiscordError. */
export function createOwnFacts(bot: Pick<REST, 'get' | 'delete'>) {
  async function read<Schema extends z.ZodType>(
    route: `/${string}`,
    schema: Schema,
    signal: AbortSignal,
    query = new URLSearchParams(),
  ): Promise<z.infer<Schema>> {
    const { success, data } = schema.safeParse(await bot.get(route, { signal, query }));
    if (!success) throw new NotDiscordError(`${route} was not answered as Discord answers it`);
    return data;
  }

  return {
    async me(signal: AbortSignal): Promise<{ readonly id: string; readonly name: string }> {
      const { id, username, discriminator } = await read(Routes.user(), Me, signal);
      return { id, name: discriminator === '0' ? username : `${username}#${discriminator}` };
    },

    async application(signal: AbortSignal): Promise<OwnApplication> {
      const told = await read(Routes.currentApplication(), Application, signal);
      return {
        id: told.id,
        isPublic: told.bot_public,
        needsCodeGrant: told.bot_require_code_grant,
        hasEndpoint: Boolean(told.interactions_endpoint_url),
        intents: privileged.filter(([bits]) => (told.flags & bits) !== 0).map(([, name]) => name),
      };
    },

    /** How many logins are left; asking costs none. */
    async logins(signal: AbortSignal): Promise<Logins> {
      const { shards, session_start_limit: limit } = await read(Routes.gatewayBot(), Gateway, signal);
      return { shards, total: limit.total, remaining: limit.remaining, resetMs: limit.reset_after };
    },

    /** The commands of an application: those everywhere, with their translations, or those of one server alone. */
    commands(
      applicationId: string,
      guildId: string | null,
      signal: AbortSignal,
    ): Promise<readonly RegisteredCommand[]> {
      if (guildId !== null) return read(Routes.applicationGuildCommands(applicationId, guildId), Commands, signal);
      const query = new URLSearchParams({ with_localizations: 'true' });
      return read(Routes.applicationCommands(applicationId), Commands, signal, query);
    },

    /** Takes a command from one server, in which members then see it no more. */
    async removeCommand(applicationId: string, guildId: string, id: string, signal: AbortSignal): Promise<void> {
      await bot.delete(Routes.applicationGuildCommand(applicationId, guildId, id), { signal });
    },

    /** The first 200 servers that the bot is in. */
    servers: (signal: AbortSignal): Promise<z.infer<typeof Servers>> => read(Routes.userGuilds(), Servers, signal),
  };
}
