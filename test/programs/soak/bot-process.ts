import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Sample } from './sample.ts';

const program = fileURLToPath(new URL('../../../src/index.ts', import.meta.url));
const probe = new URL('probe.ts', import.meta.url).href;

/** The bot as operators run it, in a process of its own, with the probe inside. `env` is its whole environment. */
export function startBot(env: Readonly<Record<string, string>>) {
  const child = fork(program, {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', '--import', probe],
    env: { ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const over = once(child, 'exit');
  const died = over.then(([code]) => {
    throw new Error(`the bot ended with code ${code}`);
  });
  died.catch(() => undefined);

  return {
    /** Rejects when the process ends by itself. */
    died,
    async sample(): Promise<Sample> {
      const answer = once(child, 'message');
      child.send('sample');
      const [said] = await Promise.race([answer, died]);
      return Sample.parse(said);
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await over;
    },
  };
}
