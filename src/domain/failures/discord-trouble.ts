import type { Unreached } from './unreached.ts';

/** Why Discord cannot be used. */
export type DiscordTrouble =
  | { readonly kind: Unreached }
  /** An error by HTTP. */
  | { readonly kind: 'answered'; readonly status: number }
  /** Something else than Discord answers. */
  | { readonly kind: 'otherServer' }
  /** Its API answers and its gateway does not, or lets go of the connection. */
  | { readonly kind: 'gateway' };
