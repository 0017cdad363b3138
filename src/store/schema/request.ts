import { z } from 'zod';
import type { Mask, Request, WindowText } from '../../domain/job/request.ts';
import { exactly } from './versioned.ts';

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
  remix: z.boolean().exactOptional(),
  picture: z.string().exactOptional(),
});

const bot = z.enum(['MID_JOURNEY', 'NIJI_JOURNEY']);

const blend = z.object({
  kind: z.literal('blend'),
  images: z.array(z.string()).readonly(),
  dimensions: z.enum(['PORTRAIT', 'SQUARE', 'LANDSCAPE']),
  bot,
});

const video = z.object({
  kind: z.literal('video'),
  prompt: z.string(),
  image: z.string().nullable(),
  endImage: z.string().nullable(),
  motion: z.enum(['low', 'high']),
  loop: z.boolean(),
  extend: z.object({ taskId: z.string(), index: z.number() }).nullable(),
  clips: z.literal([1, 2, 4]).exactOptional(),
  byLink: z.literal(true).exactOptional(),
});

export const RequestSchema = exactly<Request>()(
  z.discriminatedUnion('kind', [
    imagine,
    action,
    blend,
    video,
    z.object({ kind: z.literal('describe'), image: z.string(), bot }),
    z.object({ kind: z.literal('shorten'), prompt: z.string(), bot }),
    z.object({ kind: z.literal('edit'), prompt: z.string(), image: z.string() }),
    z.object({ kind: z.literal('show'), taskId: z.string(), ours: z.boolean().exactOptional() }),
  ]),
);

export const MaskSchema = exactly<Mask>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('cells'),
      pictureUrl: z.string(),
      columns: z.number(),
      rows: z.number(),
      cells: z.array(z.number()).readonly(),
    }),
    z.object({ kind: z.literal('painted'), pictureUrl: z.string(), paintedUrl: z.string() }),
  ]),
);

export const WindowTextSchema = exactly<WindowText>()(z.object({ prompt: z.string(), mask: MaskSchema.nullable() }));
