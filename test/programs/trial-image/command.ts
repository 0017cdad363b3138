import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The trial cannot go on. The message is a sentence for whoever started it. */
export class TrialEnd extends Error {
  override readonly name = 'TrialEnd';
}

/** How a program ended, and all that it printed. */
export type Ended = { readonly code: number; readonly out: string };

const MINUTE = 60_000;

/** Runs a program and waits for its end, for so many ms at most. Throws TrialEnd when it takes longer. */
export async function attempt(words: readonly string[], patience = MINUTE, cwd?: string): Promise<Ended> {
  const [program = '', ...args] = words;
  const options = { timeout: patience, killSignal: 'SIGKILL', maxBuffer: 2 ** 26, ...(cwd && { cwd }) } as const;
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, options);
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stdout' in error) || !('stderr' in error)) throw error;
    if (typeof error.code !== 'number') throw new TrialEnd(`${words.join(' ')} did not end: ${error.message}`);
    return { code: error.code, out: `${error.stdout}${error.stderr}` };
  }
}

/** As `attempt`, for what must succeed; what it printed. */
export async function must(words: readonly string[], patience = MINUTE, cwd?: string): Promise<string> {
  const { code, out } = await attempt(words, patience, cwd);
  if (code !== 0) throw new TrialEnd(`${words.join(' ')} failed (${code}):\n${out.slice(-3000)}`);
  return out;
}
