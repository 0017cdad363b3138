import { z } from 'zod';
import type { Account } from '../../domain/credits/account.ts';
import { exactly, versioned } from './versioned.ts';

const count = z.number();
const counts = z.array(count).readonly();

const schema = z.object({
  held: z.array(z.tuple([z.string(), count, count]).readonly()).readonly(),
  credits: counts,
  jobs: counts,
  kinds: z.array(z.tuple([count, count]).readonly()).readonly(),
  kindDays: z.array(counts).readonly().exactOptional(),
  given: counts,
  inDoubt: count,
  listed: z.boolean(),
});

/** What somebody has used in one month. A changed shape needs a migration here. */
export const accountCodec = versioned(exactly<Account>()(schema));

/** The ids that have an account in one month. A changed shape needs a migration here. */
export const rosterCodec = versioned(exactly<readonly string[]>()(z.array(z.string()).readonly()));
