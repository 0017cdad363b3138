import { isEncoding } from '../pictures/sharp.ts';

/**
 * Ends the process at once. `process.exit` waits for a picture that is being re-encoded, half a minute or more, as nothing
 * can call that off: then a program that does nothing but end takes the place of this one.
 */
export function exitNow(code: 0 | 1): never {
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
