import { z } from 'zod';
import type { ServerKey } from '../../domain/ports/server-keys.ts';
import { exactly, versioned } from './versioned.ts';

/** A key that a server has brought, as it is kept: encrypted. */
export type SealedKey = Omit<ServerKey, 'key'> & { readonly sealed: string };

const schema = z.object({
  host: z.string(),
  sealed: z.string(),
  by: z.string(),
  at: z.number(),
  removedAt: z.number().nullable(),
});

/** The key of one server. A changed shape needs a migration here. */
export const serverKeyCodec = versioned(exactly<SealedKey>()(schema));
