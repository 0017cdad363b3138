import { z } from 'zod';
import type { Erasure } from '../../domain/job/erasure.ts';
import { exactly, versioned } from './versioned.ts';

const schema = z.object({ memberId: z.string(), at: z.number(), records: z.boolean(), accountsBefore: z.string() });

/** What a member has asked to be erased. A changed shape needs a migration here. */
export const erasureCodec = versioned(exactly<Erasure>()(schema));
