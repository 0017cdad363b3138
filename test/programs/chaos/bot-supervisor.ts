import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Stall } from './stalls.ts';

const PROGRAM = fileURLToPath(new URL('bot.ts', import.meta.url));
const FAULT = /"level":"(error|fatal)"(?!.*"alert":)/;

const Stalled = z.object({ stall: z.object({ from: z.number(), to: z.number() }) });

/** One process, from its start to its end. Unix ms; `readyAt` is null until it is ready, `endedAt` while it runs. */
export type ProcessRun = {
  readonly startedAt: number;
  readyAt: number | null;
  endedAt: number | null;
  code: number | null;
  readonly faults: string[];
  /** When it did not get to run though it had something to do. */
  readonly stalls: Stall[];
};

export type Supervisor = {
  /** Every process so far, oldest first. */
  readonly runs: readonly ProcessRun[];
  /** Starts all that are missing and waits until they are ready. */
  start(): Promise<void>;
  /** A process dies without a word, the next one in turn. Resolves when it is gone. */
  kill(): Promise<void>;
  /**
   * A new process starts while an old one, the next in turn, stops: a deploy. Resolves when the old one is gone and the new one
   * ready.
   */
  handOver(): Promise<void>;
  /** The newest lines of all logs. */
  log(): readonly string[];
  end(): Promise<void>;
};

type Running = { readonly child: ChildProcess; readonly run: ProcessRun; readonly ready: Promise<void> };

export type SupervisorParts = {
  /** The environment of a process with this name. Each has another one. */
  readonly envOf: (name: string) => Readonly<Record<string, string>>;
  /** How many are to run at once. */
  readonly processes: number;
  readonly onLine: (line: string) => void;
};

/** Keeps the processes of a bot running, and one more for the moment of a deploy. */
export function createSupervisor({ envOf, processes, onLine }: SupervisorParts): Supervisor {
  const runs: ProcessRun[] = [];
  const lines: string[] = [];
  const places: (Running | null)[] = Array.from({ length: processes }, () => null);
  let turn = 0;

  function launch(): Running {
    const child = spawn(process.execPath, [PROGRAM], {
      env: envOf(`p${runs.length}`),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const run: ProcessRun = {
      startedAt: Date.now(),
      readyAt: null,
      endedAt: null,
      code: null,
      faults: [],
      stalls: [],
    };
    runs.push(run);
    const ready = Promise.withResolvers<void>();
    let rest = '';
    function hear(line: string): void {
      if (line.startsWith('{"stall"')) {
        run.stalls.push(Stalled.parse(JSON.parse(line)).stall);
        return;
      }
      lines.push(line);
      onLine(line);
      if (FAULT.test(line)) run.faults.push(line);
      if (!/Darkroom \S+ is ready/.test(line)) return;
      run.readyAt = Date.now();
      ready.resolve();
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const all = (rest + text).split('\n');
      rest = all.pop() ?? '';
      for (const line of all) hear(line);
      if (lines.length > 200_000) lines.splice(0, 100_000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text);
      run.faults.push(text);
    });
    child.once('close', (code) => {
      Object.assign(run, { endedAt: Date.now(), code });
      ready.reject(new Error(`the bot ended with code ${code}: ${lines.slice(-5).join('\n')}`));
    });
    ready.promise.catch(() => {});
    return { child, run, ready: ready.promise };
  }

  function nextTurn(): number {
    turn += 1;
    return (turn - 1) % processes;
  }

  async function finish({ child, run }: Running, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (run.endedAt !== null) return;
    const over = once(child, 'close');
    child.kill(signal);
    await over;
  }

  return {
    runs,
    async start() {
      for (const [at, one] of places.entries()) if (!one || one.run.endedAt !== null) places[at] = launch();
      await Promise.all(places.map((one) => one?.ready));
    },
    async kill() {
      const victim = places[nextTurn()];
      if (victim) await finish(victim, 'SIGKILL');
    },
    async handOver() {
      const at = nextTurn();
      const old = places[at];
      const fresh = launch();
      places[at] = fresh;
      if (old) await finish(old, 'SIGTERM');
      await fresh.ready;
    },
    log: () => lines,
    async end() {
      await Promise.all(places.map((one) => one && finish(one, 'SIGKILL')));
    },
  };
}
