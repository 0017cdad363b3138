import { z } from 'zod';
import type { Place } from '../../domain/job/job.ts';
import type { RecentTask, Refusal } from '../../domain/ports/store.ts';
import { PlaceSchema } from './message.ts';
import { exactly, versioned } from './versioned.ts';

const recent = z.object({ taskId: z.string(), prompt: z.string(), place: PlaceSchema, at: z.number() });

/** The places that show one task. A changed shape needs a migration here. */
export const placesCodec = versioned(exactly<readonly Place[]>()(z.array(PlaceSchema).readonly()));

/** The finished tasks of one member or one channel. A changed shape needs a migration here. */
export const recentCodec = versioned(exactly<readonly RecentTask[]>()(z.array(recent).readonly()));

const refusal = z.object({ class: z.string(), at: z.number() });

/** The classes of buttons that one relay has refused. A changed shape needs a migration here. */
export const refusalsCodec = versioned(exactly<readonly Refusal[]>()(z.array(refusal).readonly()));

/**
 * The job that pays for a press. `ttl` is in ms, null for the store's retention. It starts anew when the claim passes
 * to another job.
 */
export type Claim = { readonly jobId: string; readonly ttl: number | null };

const claim = z.object({ jobId: z.string(), ttl: z.number().nullable() });

/** One claim. A changed shape needs a migration here. */
export const claimCodec = versioned(exactly<Claim>()(claim));
