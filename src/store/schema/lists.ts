import { z } from 'zod';
import type { Place } from '../../domain/job/job.ts';
import type { RecentTask, Refusal } from '../../domain/ports.ts';
import { PlaceSchema } from './message.ts';
import { exactly, versioned } from './versioned.ts';

const recent = z.object({ taskId: z.string(), prompt: z.string(), place: PlaceSchema, at: z.number() });

/** The places that show a task. A changed shape needs a migration here. */
export const placesCodec = versioned(exactly<readonly Place[]>()(z.array(PlaceSchema).readonly()));

/** Finished tasks of a member or of a channel. A changed shape needs a migration here. */
export const recentCodec = versioned(exactly<readonly RecentTask[]>()(z.array(recent).readonly()));

const refusal = z.object({ class: z.string(), at: z.number() });

/** What a relay cannot do. A changed shape needs a migration here. */
export const refusalsCodec = versioned(exactly<readonly Refusal[]>()(z.array(refusal).readonly()));

/** Who pays for a press. `ttl` (ms, null for the store's retention) starts anew when the claim is passed on. */
export type Claim = { readonly jobId: string; readonly ttl: number | null };

const claim = z.object({ jobId: z.string(), ttl: z.number().nullable() });

/** A changed shape needs a migration here. */
export const claimCodec = versioned(exactly<Claim>()(claim));
