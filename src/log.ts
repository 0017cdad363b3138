import { isatty } from 'node:tty';
import { type DestinationStream, pino } from 'pino';
import type { Log } from './domain/ports/log.ts';
import { createPlain } from './log/plain.ts';
import { prettyLine } from './log/pretty.ts';
import { createScrub } from './log/scrub.ts';

export type LogOptions = {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Texts that no line may contain, whatever is logged. */
  readonly secrets: readonly string[];
  /** Null: `pretty` where a person looks at a terminal, else `json`. */
  readonly format?: 'json' | 'pretty' | null;
  /** Left out: standard output. */
  readonly stream?: DestinationStream;
};

/**
 * A log with one JSON object per line, or with lines for people (src/log/pretty.ts). The facts are copied without their secrets, which are recognised by the name of their
 * field and by their content. The finished line is searched once more, because the sentence could contain a secret, too.
 */
export function createLog({ level, secrets, format = 'json', stream }: LogOptions): Log {
  const scrub = createScrub(secrets);
  const isPretty = format === null ? isatty(1) : format === 'pretty';
  const plain = createPlain(scrub);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // `plain` copies errors in every field. Pino's own serializer would add the fields that it leaves out.
      serializers: { err: (error: unknown) => error },
      formatters: { level: (label) => ({ level: label }), log: plain },
      hooks: { streamWrite: isPretty ? (line) => prettyLine(scrub(line)) : scrub },
    },
    stream ?? pino.destination({ dest: 1, sync: true }),
  );
}
