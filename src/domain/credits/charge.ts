import type { Outcome } from '../job/outcome.ts';
import type { Kind } from './kind.ts';
import type { Day } from './window.ts';

/** A line of a charge: the account, and the day in whose window the job was asked for. */
export type Entry = Day & { readonly account: string };

/**
 * What a job costs and on which accounts. It never changes once the job is taken in, whatever becomes of prices, limits and
 * time zones.
 */
export type Charge = {
  readonly kind: Kind;
  /** In credits. */
  readonly amount: number;
  readonly entries: readonly Entry[];
};

/** Who pays the relay: the people who run the bot, or the server of this id with a key of its own. */
export type Payer = string;
export const OPERATOR = 'operator';

/**
 * What becomes of a charge at its job's end: `post` makes it final, `void` gives it back. `doubt` gives it back, too, though
 * the relay may have charged: members pay for pictures, not for trouble.
 */
export type Fate = 'post' | 'void' | 'doubt';

export function fateOf(outcome: Outcome): Fate {
  if (outcome.kind === 'pictures') return 'post';
  switch (outcome.reason.kind) {
    case 'stopped':
    case 'unfollowed':
      return 'post';
    case 'taskLost':
    case 'unanswered':
    case 'overdue':
    case 'windowExpired':
    case 'superseded':
      return 'doubt';
    default:
      return 'void';
  }
}

/** The names of accounts: of a member in a server, of a server, and of a member everywhere. */
export const accountName = {
  member: (guildId: string, memberId: string) => `m:${guildId}:${memberId}`,
  server: (guildId: string) => `g:${guildId}`,
  user: (memberId: string) => `u:${memberId}`,
  operator: OPERATOR,
} as const;
