import { z } from 'zod';
import type { RelayButton } from '../../domain/job/task.ts';
import type { PostedButton } from '../../domain/ports.ts';
import { exactly } from './exactly.ts';

const relayButton = z.object({
  customId: z.string(),
  label: z.string(),
  emoji: z.string(),
  style: z.literal([1, 2, 3, 4]),
});

export const RelayButtonSchema = exactly<RelayButton>()(relayButton);

export const PostedButtonSchema = exactly<PostedButton>()(relayButton.extend({ id: z.string() }));
