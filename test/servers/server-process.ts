import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a server may take to answer, in ms. */
const PATIENCE = 20_000;
const PAUSE = 20;

export type ServerProcess = {
  /** Starts it and resolves when `answers` says so. Rejects with what it printed when it ends instead, and after 20 s. */
  start(): Promise<void>;
  /** Sends a signal and resolves when it is dead. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Sends a signal that it survives. */
  signal(signal: NodeJS.Signals): void;
};

/** A program that is started, killed and started again with the same arguments. */
export function createServerProcess(
  program: string,
  args: readonly string[],
  answers: () => Promise<boolean>,
  options: Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'> = {},
): ServerProcess {
  let child: ChildProcess | null = null;
  const isAlive = () => child !== null && child.exitCode === null && child.signalCode === null;

  /** Its processes, which a PostgreSQL has one of for each connection, are killed and frozen with it. */
  function signalAll(signal: NodeJS.Signals): void {
    const own = child?.pid;
    if (own === undefined || !isAlive()) return;
    for (const pid of [own, ...childrenOf(own)]) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    }
  }

  return {
    async start() {
      if (isAlive()) return;
      let printed = '';
      const started = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      for (const output of [started.stdout, started.stderr]) output.on('data', (text) => (printed += text));
      for (const until = performance.now() + PATIENCE; !(await answers()); ) {
        if (!isAlive() || performance.now() > until) throw new Error(`${program} does not answer: ${printed}`);
        await delay(PAUSE);
      }
    },
    async end(signal) {
      if (!child || !isAlive()) return;
      const dead = once(child, 'exit');
      if (signal === 'SIGKILL') signalAll(signal);
      else child.kill(signal);
      // A frozen process is killed at once, but hears of any other signal only when it goes on.
      signalAll('SIGCONT');
      await dead;
    },
    signal: signalAll,
  };
}

/** The processes that a process has started, where the system tells. */
function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Sends one line to a port of this machine and resolves with what comes back first; null when nobody is there. */
export function askPort(port: number, line: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(line));
    socket.once('error', () => resolve(null)).once('close', () => resolve(null));
    socket.once('data', (data) => {
      resolve(`${data}`);
      socket.destroy();
    });
  });
}
