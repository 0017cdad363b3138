import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a server may take until it answers, and the time between two looks, in ms. */
const [PATIENCE, PAUSE] = [30_000, 25];

type Parts = {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  /** Resolves when the server answers, and rejects as long as it does not. */
  readonly ask: () => Promise<unknown>;
  /** What it is told to end in good order. */
  readonly goodbye: NodeJS.Signals;
};

/** The life of one program that serves, through as many processes, one after another, as a test needs. */
export function createChildServer({ command, args, options, ask, goodbye }: Parts) {
  let child: ChildProcess | null = null;
  let said = '';

  function running(): ChildProcess | null {
    return child && child.exitCode === null && child.signalCode === null ? child : null;
  }

  async function end(send: (one: ChildProcess) => void): Promise<void> {
    const one = running();
    if (!one) return;
    const over = once(one, 'exit');
    send(one);
    await over;
  }

  async function start(): Promise<void> {
    said = '';
    const one = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child = one;
    for (const output of [one.stdout, one.stderr])
      output?.on('data', (text) => {
        said = `${said}${text}`.slice(-4000);
      });
    const until = performance.now() + PATIENCE;
    for (;;) {
      try {
        return void (await ask());
      } catch (cause) {
        const isOver = running() === null || performance.now() > until;
        if (isOver) throw new Error(`${command} does not answer: ${said}`, { cause });
        await delay(PAUSE);
      }
    }
  }

  /** The process and those that it started, by number. */
  function family(one: ChildProcess): readonly number[] {
    const pid = one.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return [pid, ...children.map(Number)];
  }

  function signal(name: NodeJS.Signals): void {
    const one = running();
    for (const pid of one ? family(one) : []) {
      try {
        process.kill(pid, name);
      } catch (error) {
        // It has just ended by itself.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    }
  }

  async function stop(): Promise<void> {
    await end((one) => {
      signal('SIGCONT');
      one.kill(goodbye);
    });
  }

  return {
    start,
    stop,
    kill: () => end(() => signal('SIGKILL')),
    async restart() {
      await stop();
      await start();
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
  };
}
