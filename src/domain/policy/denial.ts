import type { Kind } from '../credits/kind.ts';
import type { Window } from '../credits/window.ts';
import type { Place } from '../job/place.ts';
import type { SpendingCommand } from './command-permissions.ts';
import type { Feature } from './server-policy.ts';

/** Whose limit has no room left. */
export type LimitScope = 'member' | 'server' | 'grant' | 'user' | 'bot';

/** A limit that is in the way of a gesture. Amounts are credits. */
export type LimitDenial = {
  readonly kind: 'limit';
  readonly scope: LimitScope;
  readonly window: Window;
  /** What the gesture is paid for as, and what all of its jobs cost together. */
  readonly of: Kind;
  readonly price: number;
  readonly jobs: number;
  readonly left: number;
  readonly limit: number;
  /** What an image costs, for whoever cannot pay for a video. */
  readonly imagePrice: number;
  /** When the window ends, Unix ms. */
  readonly until: number;
};

/** Why a gesture may not be made. It is told at once and never stored. Times are Unix ms. */
export type Denial =
  | { readonly kind: 'closed' }
  /** Nobody pays for the server. */
  | { readonly kind: 'noKey' }
  | { readonly kind: 'paused'; readonly scope: 'server' | 'bot' }
  | { readonly kind: 'blocked'; readonly scope: 'server' | 'bot'; readonly until: number | null }
  /** `command` is what the gesture needs, without its slash. */
  | { readonly kind: 'notPermitted'; readonly command: SpendingCommand; readonly by: 'channel' | 'member' }
  | { readonly kind: 'featureOff'; readonly feature: Feature }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'otherPayer'; readonly place: Place | null }
  /** The member's plan is 0 credits. `roleIds` are those that allow more; none where nobody is allowed anything. */
  | { readonly kind: 'noPlan'; readonly roleIds: readonly string[] }
  | LimitDenial;
