import { z } from 'zod';
import type { ProcessRecord } from '../../domain/ports/store.ts';
import { exactly, versioned } from './versioned.ts';

/** Who answers an interaction: the process that claimed it, and the one that took that over; and which of them has, null before that. */
export type InteractionClaim = {
  readonly by: string;
  readonly fallback: string | null;
  readonly answered: string | null;
};

const interaction = z.object({ by: z.string(), fallback: z.string().nullable(), answered: z.string().nullable() });

/** One interaction. A changed shape needs a migration here. */
export const interactionCodec = versioned(exactly<InteractionClaim>()(interaction));

/** Ids of jobs. A changed shape needs a migration here. */
export const indexCodec = versioned(exactly<readonly string[]>()(z.array(z.string()).readonly()));

/** Who has what only one process may have at a time, and since when (Unix ms). */
export type Reservation = { readonly by: string; readonly at: number };

/** One reservation. A changed shape needs a migration here. */
export const reservationCodec = versioned(exactly<Reservation>()(z.object({ by: z.string(), at: z.number() })));

const record = z.object({
  id: z.string(),
  bot: z.string(),
  version: z.string(),
  format: z.number(),
  leader: z.boolean(),
  renewals: z.number(),
});

/** One process. A changed shape needs a migration here. */
export const processCodec = versioned(exactly<ProcessRecord>()(record));
