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

/** What waits for a member's yes. A changed shape needs a migration here. */
export const draftCodec = versioned(exactly<Draft>()(schema), [
  // Where a draft came from was forgotten.
  (data) => ({ ...z.looseObject({}).parse(data), parent: null }),
]);
