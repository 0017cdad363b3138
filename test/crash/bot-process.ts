import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { onTestFinished as onTheTestFinished, vi } from 'vitest';
import type { OnTestFinished } from '../test-end.ts';

const PROGRAM = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
/** Generous: the machine may be busy with other tests. */
const PATIENCE = { timeout: 20_000, interval: 5 };

export type Env = Readonly<Record<string, string>>;

/** How a process ended. `ms` since the last signal, or since its start when it ended by itself. */
export type Exit = { readonly code: number | null; readonly signal: string | null; readonly ms: number };

/** The real bot in a process of its own. */
export type Bot = {
  readonly pid: number | undefined;
  /** Everything on standard output, and on standard error. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when it says so; rejects when it ends instead. */
  ready(): Promise<void>;
  /** Resolves when a line of its log contains this; `timeout` is in ms. */
  says(words: string, timeout?: number): Promise<void>;
  kill(): Promise<Exit>;
  terminate(): Promise<Exit>;
  /** Sends a signal and does not wait. */
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  ended(): Promise<Exit>;
};

/** Runs the bot, or another copy of it, with these variables, `inside` another program. Killed at the latest when the test ends. */
export function launch(
  env: Env,
  onTestFinished: OnTestFinished = onTheTestFinished,
  inside: readonly string[] = [],
  copy: readonly string[] = [process.execPath, PROGRAM],
): Bot {
  const [command = process.execPath, ...args] = [...inside, ...copy];
  const child = spawn(command, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let since = performance.now();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const over = once(child, 'close').then((): Exit => {
    const { exitCode: code, signalCode: signal } = child;
    return { code, signal, ms: performance.now() - since };
  });

  async function says(words: string, timeout = PATIENCE.timeout): Promise<void> {
    await vi.waitUntil(
      () => {
        if (stdout.includes(words)) return true;
        if (isOver(child)) throw new Error(`it ended (${child.exitCode ?? child.signalCode}): ${stderr || stdout}`);
        return false;
      },
      { timeout, interval: PATIENCE.interval },
    );
  }

  function send(signal: 'SIGKILL' | 'SIGTERM'): Promise<Exit> {
    if (!isOver(child)) since = performance.now();
    child.kill(signal);
    return over;
  }

  onTestFinished(async () => {
    await send('SIGKILL');
  });

  return {
    pid: child.pid,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    ready: () => says(' is ready: '),
    says,
    kill: () => send('SIGKILL'),
    terminate: () => send('SIGTERM'),
    signal: (name) => void child.kill(name),
    ended: () => over,
  };
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
