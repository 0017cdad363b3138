import { readFileSync } from 'node:fs';
import { root } from '../../deploy/dockerfile.ts';
import { attempt, type Ended, must, TrialEnd } from './command.ts';
import { buildWithStandIn, refuseOtherMachines } from './stand-in.ts';

/** A container of ours. */
export type Container = {
  /** Resolves when its log contains this. Throws TrialEnd when it ends, or after a minute. */
  says(words: string): Promise<void>;
  log(): Promise<string>;
  /** Runs Node in it. */
  node(...args: string[]): Promise<Ended>;
  /** Asks it to stop, as `docker stop` does; its exit code, and how long that took in ms. */
  stop(): Promise<{ readonly code: number; readonly ms: number }>;
  kill(): Promise<void>;
  /** Its memory at its most, in MB; null where that cannot be seen from here. */
  memory(): Promise<number | null>;
  remove(): Promise<void>;
};

export type Containers = {
  readonly name: string;
  /** Builds the image; its size in MB. */
  build(): Promise<number>;
  /** Starts a container that may write to `data` only, a volume or a folder, as the image's user unless told otherwise. */
  run(env: Readonly<Record<string, string>>, data: string, user?: string): Promise<Container>;
  removeVolume(name: string): Promise<void>;
};

const IMAGE = 'localhost/darkroom:trial';
const MINUTE = 60_000;

/** As compose.yaml locks it up. */
const locked = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
/** A confined machine gives no rights to raise its own limits. */
const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];

/** Docker if its daemon answers, else Podman on Debian. Throws TrialEnd when there is neither. */
export async function findContainers(say: (line: string) => void): Promise<Containers> {
  const docker = await attempt(['docker', 'version'], 20_000).catch(() => null);
  if (docker?.code === 0) {
    const build = async () => void (await must(['docker', 'build', '-t', IMAGE, root], 15 * MINUTE));
    return createContainers('Docker', ['docker'], [], build);
  }
  refuseOtherMachines();
  return createContainers('Podman', ['podman', '--runtime', 'runc'], limits, () => buildWithStandIn(IMAGE, say));
}

function createContainers(
  name: string,
  tool: readonly string[],
  more: readonly string[],
  build: () => Promise<void>,
): Containers {
  let count = 0;

  async function inspect(what: string, format: string): Promise<string> {
    const out = await must([...tool, 'inspect', what, '--format', format]);
    return out.trim().split('\n').at(-1) ?? '';
  }

  function containerOf(id: string): Container {
    const log = () => must([...tool, 'logs', id]);
    return {
      log,
      async says(words) {
        const until = performance.now() + MINUTE;
        for (;;) {
          const said = await log();
          if (said.includes(words)) return;
          const isRunning = (await inspect(id, '{{.State.Running}}')) === 'true';
          if (!isRunning || performance.now() > until)
            throw new TrialEnd(`It never said "${words}":\n${said.slice(-3000)}`);
        }
      },
      node: (...args) => attempt([...tool, 'exec', id, 'node', ...args]),
      async stop() {
        const from = performance.now();
        await must([...tool, 'stop', '-t', '40', id]);
        const ms = Math.round(performance.now() - from);
        return { code: Number(await inspect(id, '{{.State.ExitCode}}')), ms };
      },
      kill: async () => void (await must([...tool, 'kill', '-s', 'KILL', id])),
      async memory() {
        const pid = await inspect(id, '{{.State.Pid}}');
        try {
          const most = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
          return most === undefined ? null : Math.round(Number(most) / 1000);
        } catch {
          return null;
        }
      },
      remove: async () => void (await attempt([...tool, 'rm', '-f', id])),
    };
  }

  return {
    name,
    async build() {
      await build();
      return Math.round(Number(await inspect(IMAGE, '{{.Size}}')) / 1_000_000);
    },
    async run(env, data, user) {
      count += 1;
      const id = `darkroom-trial-${process.pid}-${count}`;
      const settings = Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
      const flags = [
        '--network',
        'host',
        '-v',
        `${data}:/app/data`,
        ...(user ? ['--user', user] : []),
        ...more,
        ...locked,
      ];
      await must([...tool, 'run', '-d', '--name', id, ...flags, ...settings, IMAGE]);
      return containerOf(id);
    },
    removeVolume: async (volume) => void (await attempt([...tool, 'volume', 'rm', '-f', volume])),
  };
}
