import { z } from 'zod';

/** What may be asked of a bot's process. */
export type Question = 'read' | 'heap';

/** What a bot's process says of itself. */
export const Reading = z.object({
  /** User and system time since the process began. */
  cpuMs: z.number(),
  /** 99th percentile of the event loop's delay since the reading before, the timer's own 10 ms included. */
  loopDelayMs: z.number(),
  /** The longest one in that time. */
  loopLongestMs: z.number(),
  rssMb: z.number(),
  /** Both directions together since the process began, by the port of the server. */
  bytes: z.record(z.string(), z.number()),
});
export type Reading = z.infer<typeof Reading>;
