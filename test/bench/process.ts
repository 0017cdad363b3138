import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Reading } from './reading.ts';

export type ProcessOptions = {
  /** Path of the program from the repository's root. */
  readonly program: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder for a CPU profile, written when it stops. */
  readonly profile?: string | undefined;
  /** Collects garbage before every reading. */
  readonly collect?: boolean | undefined;
};

const root = new URL('../../', import.meta.url);

/** Runs a bot in a process of its own, with the probe inside. */
export function startProcess({ program, env, profile, collect = false }: ProcessOptions) {
  const child = fork(fileURLToPath(new URL(program, root)), {
    execArgv: [
      ...(collect ? ['--expose-gc'] : []),
      '--import',
      new URL('test/bench/probe.ts', root).href,
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, '--cpu-prof-interval=250'] : []),
    ],
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const over = once(child, 'exit');

  return {
    /** Starts a new period for the event loop's delay. Rejects when the process has ended. */
    async read(): Promise<Reading> {
      const answer = once(child, 'message');
      child.send('read');
      const [said] = await Promise.race([
        answer,
        over.then(([code]) => {
          throw new Error(`${program} ended with code ${code}`);
        }),
      ]);
      return Reading.parse(said);
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await over;
    },
  };
}
