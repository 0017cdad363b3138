import { z } from 'zod';

/** What a bot's process says of itself. */
export const Reading = z.object({
  /** User and system time since the process began. */
  cpuMs: z.number(),
  /** 99th percentile of the event loop's delay since the reading before, the timer's own 10 ms included. */
  loopDelayMs: z.number(),
  rssMb: z.number(),
  /** What is used of the heap, after a collection where the process may order one. */
  heapMb: z.number(),
  /** Both directions together since the process began, by the port of the server. */
  bytes: z.record(z.string(), z.number()),
});
export type Reading = z.infer<typeof Reading>;
