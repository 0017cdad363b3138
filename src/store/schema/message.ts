import { z } from 'zod';
import type { Place } from '../../domain/job/job.ts';
import type { PostedButton, RelayButton } from '../../domain/job/task.ts';
import type { MessageRecord } from '../../domain/ports/store.ts';
import { exactly, versioned } from './versioned.ts';

const relayButton = z.object({
  customId: z.string(),
  label: z.string(),
  emoji: z.string(),
  style: z.literal([1, 2, 3, 4]),
});

export const RelayButtonSchema = exactly<RelayButton>()(relayButton);

export const PostedButtonSchema = exactly<PostedButton>()(relayButton.extend({ id: z.string() }));

const place = z.object({ guildId: z.string().nullable(), channelId: z.string(), messageId: z.string() });

export const PlaceSchema = exactly<Place>()(place);

const schema = z.object({
  place: PlaceSchema,
  jobId: z.string(),
  taskId: z.string().nullable(),
  buttons: z.array(PostedButtonSchema).readonly(),
  requesterId: z.string(),
  prompt: z.string(),
  createdAt: z.number(),
  private: z.boolean().exactOptional(),
  removed: z.boolean().exactOptional(),
});

/** Message records: what the buttons of a message mean. A changed shape needs a migration here. */
export const messageCodec = versioned(exactly<MessageRecord>()(schema));
