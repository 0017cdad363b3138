import { z } from 'zod';
import type { MessageRecord } from '../../domain/ports.ts';
import { PostedButtonSchema } from './button.ts';
import { exactly } from './exactly.ts';
import { PlaceSchema } from './place.ts';
import { versioned } from './versioned.ts';

const schema = z.object({
  place: PlaceSchema,
  jobId: z.string(),
  taskId: z.string().nullable(),
  buttons: z.array(PostedButtonSchema).readonly(),
  requesterId: z.string(),
  prompt: z.string(),
  createdAt: z.number(),
});

/** What a message's buttons mean. A changed shape needs a migration here. */
export const messageCodec = versioned(exactly<MessageRecord>()(schema));
