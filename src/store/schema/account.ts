import { z } from 'zod';
import type { Account } from '../../domain/credits/account.ts';
import type { Hold } from '../../domain/credits/hold-page.ts';
import { exactly, type Migration, versioned } from './versioned.ts';

const count = z.number();
/**
 * Lists of a number for each day, and of what is held for the jobs under way, are most of an account, and each job reads and writes it
 * several times: so they are looked through at once, and not element by element.
 */
const counts = z.custom<readonly number[]>(isCounts);
const pairs = z.custom<readonly (readonly [number, number])[]>(
  (value) => Array.isArray(value) && value.findIndex((pair) => !isCounts(pair) || pair.length !== 2) < 0,
);

/** Nothing but numbers that JSON can hold. A list with gaps is none: they would come back as null. */
function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.findIndex((one) => !Number.isFinite(one)) < 0;
}

const holds = z.custom<readonly Hold[]>((value) => Array.isArray(value) && value.findIndex((one) => !isHold(one)) < 0);

function isHold(value: unknown): value is Hold {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    typeof value[0] === 'string' &&
    Number.isFinite(value[1]) &&
    Number.isFinite(value[2])
  );
}

const page = z.object({
  id: z.string(),
  first: z.string(),
  last: z.string(),
  days: pairs,
});

const schema = z.object({
  held: holds,
  pages: z.array(page).readonly().exactOptional(),
  credits: counts,
  jobs: counts,
  kinds: pairs,
  kindDays: z.array(counts).readonly().exactOptional(),
  given: counts,
  inDoubt: count,
  listed: z.boolean(),
});

/** Since this version there are pages: a Darkroom that does not know them would lose what is in them, and must not read it. */
const withPages: Migration = (data) => data;

/** What somebody has used in one month. A changed shape needs a migration here. */
export const accountCodec = versioned(exactly<Account>()(schema), [withPages]);

/** Holds that an account has put away. A changed shape needs a migration here. */
export const holdsCodec = versioned(exactly<readonly Hold[]>()(holds));

/** The ids that have an account in one month. A changed shape needs a migration here. */
export const rosterCodec = versioned(exactly<readonly string[]>()(z.array(z.string()).readonly()));
