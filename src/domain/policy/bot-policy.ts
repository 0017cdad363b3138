import { type Limit, noLimit } from '../credits/account.ts';
import { defaultPrices, type PriceList } from '../credits/price.ts';

/** What the people who run the bot have decided about one server. */
export type ServerGrant = {
  /** Whether they pay for what is made there. */
  readonly pays: boolean;
  /** How much of their money the server may use. */
  readonly limit: Limit;
  /** Whether the bot serves nobody there. */
  readonly closed: boolean;
};

/** Where the people who run the bot want to be told of what needs a person. */
export type AlertTarget = { readonly channelId: string } | { readonly userId: string } | 'firstOperator' | 'nowhere';

/** What the people who run the bot have decided about all of it. */
export type BotPolicy = {
  readonly prices: PriceList;
  /** For everything that they pay for. */
  readonly bot: Limit;
  /** For each member, wherever they are. */
  readonly member: Limit;
  /** For a server about which nothing is decided. */
  readonly newServer: Limit;
  readonly paused: boolean;
  /** Ids of members who may make nothing anywhere. */
  readonly blocked: readonly string[];
  readonly alerts: AlertTarget;
};

/** What holds while nothing is decided: no limits. */
export const openBot: BotPolicy = {
  prices: defaultPrices,
  bot: noLimit,
  member: noLimit,
  newServer: noLimit,
  paused: false,
  blocked: [],
  alerts: 'firstOperator',
};

/** What becomes of a server about which nothing is decided. `key`: it is served once it pays with a key of its own. */
export type NewServers = 'open' | 'key' | 'closed';

/** What holds in a server about which nothing is decided. */
export function newServerGrant({ newServer }: BotPolicy, newServers: NewServers = 'open'): ServerGrant {
  return { pays: newServers !== 'key', limit: newServer, closed: newServers === 'closed' };
}
