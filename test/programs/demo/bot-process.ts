import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { check, Deviation } from './deviation.ts';

const INDEX = fileURLToPath(new URL('../../../src/index.ts', import.meta.url));
const READY_MS = 15_000;

export type BotProcess = ReturnType<typeof createBotProcess>;

export type BotProcessParts = {
  /** All the variables it sees. */
  readonly settings: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Told of every line that it logs. */
  readonly onLine?: (line: string) => void;
  /** Told when it ends although nobody ended it. */
  readonly onUnexpectedEnd: (error: Deviation) => void;
};

/** The bot as `npm start` runs it, in a process of its own that can be killed. */
export function createBotProcess({ settings, cwd, onLine: heard, onUnexpectedEnd }: BotProcessParts) {
  const log: string[] = [];
  let child: ChildProcess | null = null;
  let isWanted = false;

  const isAlive = () => child !== null && child.exitCode === null && child.signalCode === null;

  /** Sends a signal and waits until the process is gone. Null when the signal was the end of it. */
  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!child || !isAlive()) return child?.exitCode ?? null;
    isWanted = false;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  return {
    /** Every line that its processes logged so far. */
    log,

    /** Resolves with the process id when the bot says that it is ready. Throws Deviation when it does not. */
    async start(): Promise<number> {
      check(!isAlive(), 'The bot runs already.');
      const { PATH, SystemRoot } = process.env;
      const fresh = spawn(process.execPath, [INDEX], {
        cwd,
        env: { PATH, SystemRoot, ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = fresh;
      let late: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve, reject) => {
        late = setTimeout(() => reject(new Deviation(`The bot was not ready after ${READY_MS} ms.`)), READY_MS);
        const onLine = (line: string) => {
          log.push(line);
          heard?.(line);
          if (/Darkroom \S+ is ready/.test(line)) resolve();
        };
        createInterface({ input: fresh.stdout }).on('line', onLine);
        createInterface({ input: fresh.stderr }).on('line', onLine);
        fresh.once('error', reject);
        fresh.once('exit', (code, signal) => {
          reject(new Deviation(`The bot ended (${code ?? signal}) before it was ready.`));
        });
      }).finally(() => clearTimeout(late));
      isWanted = true;
      fresh.once('exit', (code, signal) => {
        if (isWanted) onUnexpectedEnd(new Deviation(`The bot ended by itself (${code ?? signal}).`));
      });
      return fresh.pid ?? 0;
    },

    /** As a power cut would end it. */
    kill: () => end('SIGKILL'),
    /** As `systemctl stop` would end it. Resolves with its exit code. */
    stop: () => end('SIGTERM'),
    /** For the moment when nothing can be awaited any more. */
    killNow: () => void (isAlive() && child?.kill('SIGKILL')),
  };
}
