import { z } from 'zod';
import type { Outcome } from '../../domain/job/job.ts';
import { RelayButtonSchema } from './button.ts';
import { exactly } from './exactly.ts';
import { ReasonSchema } from './reason.ts';

const pictures = z.object({
  kind: z.literal('pictures'),
  taskId: z.string().nullable(),
  imageUrls: z.array(z.string()).readonly(),
  videoUrls: z.array(z.string()).readonly(),
  buttons: z.array(RelayButtonSchema).readonly(),
  prompt: z.string(),
  text: z.string(),
  textIgnored: z.boolean().exactOptional(),
});

const failed = z.object({ kind: z.literal('failed'), reason: ReasonSchema });

export const OutcomeSchema = exactly<Outcome>()(z.discriminatedUnion('kind', [pictures, failed]));
