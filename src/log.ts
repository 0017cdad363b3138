import { type DestinationStream, pino } from 'pino';
import type { Log } from './domain/ports.ts';
import { createPlain } from './log/plain.ts';
import { createScrub } from './log/scrub.ts';

export type LogOptions = {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Strings that no line may contain, whatever is logged. */
  readonly secrets: readonly string[];
  /** Standard output unless given. */
  readonly stream?: DestinationStream;
};

/**
 * One JSON object per line. Facts are copied without their secrets first, by field name and by content; the finished line
 * is searched once more, so that a secret in the sentence itself does not get out either.
 */
export function createLog({ level, secrets, stream = pino.destination({ dest: 1, sync: true }) }: LogOptions): Log {
  const scrub = createScrub(secrets);
  const plain = createPlain(scrub);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are copied by `plain` under whichever name they come; pino's own copy would add what it leaves out.
      serializers: { err: (error: unknown) => error },
      formatters: { level: (label) => ({ level: label }), log: plain },
      hooks: { streamWrite: scrub },
    },
    stream,
  );
}
