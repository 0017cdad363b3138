import { type ProcessRun, type Running, runBot } from './bot-run.ts';

export type SupervisorParts = {
  /** How many processes the bot is to be. */
  readonly processes: number;
  /** The environment of a process with this name. Each has another one. */
  readonly envOf: (name: string) => Readonly<Record<string, string>>;
  readonly onLine?: ((line: string) => void) | undefined;
};

export type Supervisor = {
  /** Every process so far, oldest first. */
  readonly runs: readonly ProcessRun[];
  /** Starts every process that does not run, and waits until all are ready. */
  start(): Promise<void>;
  /** The n-th process dies without a word. Resolves when it is gone. */
  kill(n: number): Promise<void>;
  /** The n-th process is told to stop. Resolves when it is gone. */
  stop(n: number): Promise<void>;
  /**
   * A deploy: another process takes the place of the n-th one. Of several, the old one stops when the new one is ready; a single one stops
   * while the new one waits. Resolves when the old one is gone and the new one ready.
   */
  replace(n: number): Promise<void>;
  /** Keeps the n-th process from running, until `thaw`. */
  freeze(n: number): void;
  thaw(n: number): void;
  /** The newest lines of all logs. */
  log(): readonly string[];
  end(): Promise<void>;
};

/** Keeps a bot running, as one process or as several, and one more for the moment of a deploy. */
export function createSupervisor({ processes, envOf, onLine = () => {} }: SupervisorParts): Supervisor {
  const runs: ProcessRun[] = [];
  const lines: string[] = [];
  const current: Running[] = [];

  function launch(): Running {
    const name = `p${runs.length + 1}`;
    const running = runBot(name, envOf(name), (line) => {
      lines.push(line);
      if (lines.length > 200_000) lines.splice(0, 100_000);
      onLine(line);
    });
    runs.push(running.run);
    return running;
  }

  return {
    runs,
    async start() {
      for (let n = 0; n < processes; n += 1) {
        const there = current[n];
        if (!there || there.run.endedAt !== null) current[n] = launch();
      }
      await Promise.all(current.map(({ ready }) => ready));
    },
    kill: async (n) => current[n]?.end('SIGKILL'),
    stop: async (n) => current[n]?.end('SIGTERM'),
    async replace(n) {
      const old = current[n];
      const next = launch();
      current[n] = next;
      if (processes > 1) await next.ready;
      await old?.end('SIGTERM');
      await next.ready;
    },
    freeze: (n) => current[n]?.freeze(),
    thaw: (n) => current[n]?.thaw(),
    log: () => lines,
    async end() {
      await Promise.all(current.map((one) => one.end('SIGKILL')));
    },
  };
}
