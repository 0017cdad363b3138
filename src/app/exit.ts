import { isEncoding } from '../pictures/sharp.ts';

/** Why a process ends: 0 it was stopped, 1 another start may help, 78 only a person can mend this. */
export const exitCodes = { stopped: 0, fault: 1, needsPerson: 78 } as const;

/**
 * Ends the process at once. `process.exit` waits for a picture that is being re-encoded, half a minute or more, as nothing
 * can call that off: then a program that does nothing but end takes the place of this one.
 */
export function exitNow(code: number): never {
  if (isEncoding()) {
    try {
      process.execve?.(process.execPath, [process.execPath, '-e', `process.exitCode = ${code}`], {});
    } catch {
      // Windows has no execve.
      process.kill(process.pid, 'SIGKILL');
    }
  }
  process.exit(code);
}
