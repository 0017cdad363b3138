import { z } from 'zod';
import type { Request, WindowText } from '../../domain/request.ts';
import { exactly } from './exactly.ts';

const imagine = z.object({
  kind: z.literal('imagine'),
  prompt: z.string(),
  images: z.array(z.string()).readonly(),
  bot: z.enum(['MID_JOURNEY', 'NIJI_JOURNEY']),
});

const action = z.object({
  kind: z.literal('action'),
  taskId: z.string(),
  customId: z.string(),
  chooseSameChannel: z.boolean(),
});

export const RequestSchema = exactly<Request>()(z.discriminatedUnion('kind', [imagine, action]));

export const WindowTextSchema = exactly<WindowText>()(z.object({ prompt: z.string(), maskUrl: z.string().nullable() }));
