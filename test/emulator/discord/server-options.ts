import type { HoldRequest } from '../hold-request.ts';
import type { LoginOptions } from './logins.ts';
import type { WireEvent } from './types.ts';

/** What a test may decide about Discord before it begins. */
export type DiscordOptions = LoginOptions & {
  /** How many shards the bot is told to have. */
  readonly shards?: number;
  /** How long interaction tokens live, ms. */
  readonly tokenLifeMs?: number;
  /** How long a bot may take to acknowledge, ms. */
  readonly deadlineMs?: number;
  /** How many guilds the bot is in. */
  readonly guilds?: number;
  readonly applicationId?: string;
  readonly botToken?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** The name of this machine in the gateway's address. */
  readonly gatewayHost?: string;
  /** Whether buckets are enforced; ordered faults are anyway. */
  readonly rateLimits?: boolean;
  /** Largest upload, bytes. */
  readonly attachmentLimit?: number;
  readonly onEvent?: (event: WireEvent) => void;
  /** Under which public names it is said to be found, where something in front of it is; unless given, its own address. */
  readonly publicOrigins?: { readonly gateway: string; readonly cdn: string } | undefined;
  /** May hold the bot's requests. */
  readonly holdRequest?: HoldRequest | undefined;
};
