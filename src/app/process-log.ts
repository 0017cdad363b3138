import type { Log } from '../domain/ports/log.ts';

/** A log in which every line says which process wrote it: several may write into one. */
export function processLog(log: Log, process: string): Log {
  return {
    debug: (facts, message) => log.debug({ process, ...facts }, message),
    info: (facts, message) => log.info({ process, ...facts }, message),
    warn: (facts, message) => log.warn({ process, ...facts }, message),
    error: (facts, message) => log.error({ process, ...facts }, message),
  };
}
