import { z } from 'zod';
import { exactly } from './exactly.ts';
import { versioned } from './versioned.ts';

/** Who pays for a press. `ttl` (ms, null for the store's retention) starts anew when the claim is passed on. */
export type Claim = { readonly jobId: string; readonly ttl: number | null };

const schema = z.object({ jobId: z.string(), ttl: z.number().nullable() });

/** A changed shape needs a migration here. */
export const claimCodec = versioned(exactly<Claim>()(schema));
