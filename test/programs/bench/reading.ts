import { z } from 'zod';

/** What may be asked of a bot's process. `flush` writes its compile cache, as one that is killed never does. */
export type Question = 'read' | 'heap' | 'flush';

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

/** Several processes as one: what they take is added up, of delays the longest counts. */
export function together(readings: readonly Reading[]): Reading {
  const bytes: Record<string, number> = {};
  for (const one of readings) {
    for (const [port, count] of Object.entries(one.bytes)) bytes[port] = (bytes[port] ?? 0) + count;
  }
  const sum = (value: (one: Reading) => number) => readings.reduce((total, one) => total + value(one), 0);
  return {
    cpuMs: sum(({ cpuMs }) => cpuMs),
    loopDelayMs: Math.max(...readings.map(({ loopDelayMs }) => loopDelayMs)),
    loopLongestMs: Math.max(...readings.map(({ loopLongestMs }) => loopLongestMs)),
    rssMb: sum(({ rssMb }) => rssMb),
    bytes,
  };
}
