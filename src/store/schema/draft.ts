import { z } from 'zod';
import type { Draft } from '../../domain/job/draft.ts';
import { PlaceSchema } from './message.ts';
import { exactly, versioned } from './versioned.ts';

const schema = z.object({
  id: z.string(),
  memberId: z.string(),
  prompts: z.array(z.object({ prompt: z.string(), bot: z.enum(['MID_JOURNEY', 'NIJI_JOURNEY']) })).readonly(),
  images: z.array(z.string()).readonly(),
  private: z.boolean(),
  parent: PlaceSchema.nullable(),
  createdAt: z.number(),
});

/** Drafts that wait for a member's confirmation. A changed shape needs a migration here. */
export const draftCodec = versioned(exactly<Draft>()(schema), [
  // Version 1 did not say which message a draft came from.
  (data) => ({ ...z.looseObject({}).parse(data), parent: null }),
]);
