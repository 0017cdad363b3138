import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Question, Reading } from './reading.ts';

export type ProcessOptions = {
  /** Path of the program from the repository's root. */
  readonly program: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder for a CPU profile, written when it stops. */
  readonly profile?: string | undefined;
};

const root = new URL('../../../', import.meta.url);

export type BotProcess = ReturnType<typeof startProcess>;

/** Runs a bot in a process of its own, with the probe inside. */
export function startProcess({ program, env, profile }: ProcessOptions) {
  const child = fork(fileURLToPath(new URL(program, root)), {
    execArgv: [
      '--expose-gc',
      '--import',
      new URL('test/programs/bench/probe.ts', root).href,
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, '--cpu-prof-interval=250'] : []),
    ],
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const over = once(child, 'exit');

  async function ask(what: Question): Promise<unknown> {
    const answer = once(child, 'message');
    child.send(what);
    const [said] = await Promise.race([
      answer,
      over.then(([code]) => {
        throw new Error(`${program} ended with code ${code}`);
      }),
    ]);
    return said;
  }

  return {
    /** Resolves with its exit code when it has ended, null when a signal ended it. */
    over: over.then(([code]): unknown => code),
    /** Starts a new period for the event loop's delay. Rejects, as `heap` and `flush`, when the process has ended. */
    read: async () => Reading.parse(await ask('read')),
    /** MB of it that are in use, after a collection. */
    heap: async () => z.number().parse(await ask('heap')),
    /** What was compiled is kept for the next start, where it has a compile cache. */
    async flush(): Promise<void> {
      await ask('flush');
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await over;
    },
    /** It dies without a word. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await over;
    },
  };
}
