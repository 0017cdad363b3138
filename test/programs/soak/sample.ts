import { z } from 'zod';

/** What the bot's process holds after everything that nobody needs was collected. */
export const Sample = z.object({
  heapMb: z.number(),
  /** Buffers and the like outside the heap. */
  externalMb: z.number(),
  rssMb: z.number(),
  /** Sockets, timers and what else keeps a process alive, by kind. */
  handles: z.record(z.string(), z.number()),
  /** On the process and on discord.js. */
  listeners: z.number(),
  /** Living AbortSignals. */
  signals: z.number(),
  /** That Node has given, such as of too many listeners. */
  warnings: z.number(),
  /** discord.js's living structures, cached or not. */
  discord: z.object({
    guilds: z.number(),
    users: z.number(),
    members: z.number(),
    messages: z.number(),
    interactions: z.number(),
  }),
  /** Rate-limit queues that discord.js remembered before they were swept. */
  routes: z.number(),
});
export type Sample = z.infer<typeof Sample>;

/** A sample, and what it costs to keep so many results. */
export type Reading = Sample & { readonly results: number; readonly storeBytes: number };
