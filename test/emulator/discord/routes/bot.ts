import { z } from 'zod';
import { refuse } from '../api-error.ts';
import { idSchema, parseForm } from '../validate/form.ts';
import { wireChannel, wireUser } from '../wire.ts';
import type { World } from '../world.ts';
import { type Call, type Route, roomy } from './route.ts';

/** What a developer fills in at Discord, as far as a test cares. */
export type ApplicationFacts = {
  bot_public?: boolean;
  bot_require_code_grant?: boolean;
  interactions_endpoint_url?: string | null;
  flags?: number;
};

/** How many logins a bot has for today, `reset_after` in ms, and into how many buckets they fall. */
export type LoginFacts = { total: number; remaining: number; reset_after: number; max_concurrency: number };

export type BotRoutesParts = {
  readonly world: World;
  readonly gatewayUrl: (call: Pick<Call, 'by' | 'host'>) => string;
  /** How many shards a bot is told to have. */
  readonly shards: number;
  /** Both are read anew for each answer. */
  readonly facts: ApplicationFacts;
  readonly logins: LoginFacts;
};

/** Who the bot is, where its gateway is, and its DMs. */
export function botRoutes({ world, gatewayUrl, shards, facts, logins }: BotRoutesParts): Route[] {
  const base = { auth: 'bot', bucket: roomy } as const;
  const { id, name } = world.bot;
  const application = {
    id,
    name,
    icon: null,
    description: '',
    type: null,
    flags: 0,
    flags_new: '0',
    verify_key: '0'.repeat(64),
    bot_public: true,
    bot_require_code_grant: false,
    max_participants: null,
    redirect_uris: [],
    interactions_endpoint_url: null,
    approximate_guild_count: world.guilds.length,
    bot: wireUser(world.bot),
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    role_connections_verification_url: null,
    team: null,
    owner: wireUser(world.bot),
    rpc_origins: [],
  };

  const told = () => ({ status: 200, body: { ...application, ...facts } });

  return [
    { ...base, method: 'GET', path: '/gateway', handle: (call) => ({ status: 200, body: { url: gatewayUrl(call) } }) },
    {
      ...base,
      method: 'GET',
      path: '/gateway/bot',
      handle: (call) => ({
        status: 200,
        body: { url: gatewayUrl(call), shards, session_start_limit: { ...logins } },
      }),
    },
    {
      ...base,
      method: 'GET',
      path: '/users/@me',
      handle: () => ({
        status: 200,
        body: { ...wireUser(world.bot), verified: true, mfa_enabled: false, locale: 'en-US' },
      }),
    },
    { ...base, method: 'GET', path: '/applications/@me', handle: told },
    { ...base, method: 'GET', path: '/oauth2/applications/@me', handle: told },
    {
      ...base,
      method: 'GET',
      path: '/users/@me/guilds',
      handle({ query }) {
        const after = BigInt(query.get('after') ?? 0);
        const limit = Number(query.get('limit') ?? 200);
        const page = world.guilds.filter((guild) => BigInt(guild.id) > after).slice(0, limit);
        return {
          status: 200,
          body: page.map(({ id, name, features }) => ({
            id,
            name,
            icon: null,
            banner: null,
            owner: false,
            features,
            permissions: '0',
          })),
        };
      },
    },
    {
      ...base,
      method: 'POST',
      path: '/users/@me/channels',
      handle({ json, note }) {
        const { recipient_id } = parseForm(z.object({ recipient_id: idSchema }), json);
        const member = world.memberById(recipient_id);
        if (!member) throw refuse.unknownUser();
        const channel = world.direct(member);
        note({ channelId: channel.id });
        return { status: 200, body: wireChannel(channel) };
      },
    },
    {
      ...base,
      method: 'GET',
      path: '/channels/:channel',
      handle({ param }) {
        const channel = world.channelById(param('channel'));
        if (!channel) throw refuse.unknownChannel();
        if (!channel.botCanSee) throw refuse.missingAccess();
        return { status: 200, body: wireChannel(channel) };
      },
    },
  ];
}
