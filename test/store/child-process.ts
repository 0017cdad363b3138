import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export type Child = {
  /** Everything it has said, line by line. */
  readonly lines: readonly string[];
  /** The next line, or the end. */
  line(): Promise<string | undefined>;
  /** SIGKILL; resolves when it is dead and all it said has been read. */
  kill(): Promise<void>;
};

async function dead(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Runs a file beside this one as a process of its own, killed at the latest when the running test ends. */
export function startScript(file: string, ...args: string[]): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  const ended = once(output, 'close');
  output.on('line', (line) => lines.push(line));
  const kill = async () => {
    child.kill('SIGKILL');
    await dead(child);
    await ended;
  };
  onTestFinished(kill);
  return {
    lines,
    async line() {
      const before = lines.length;
      await Promise.race([once(output, 'line'), ended]);
      return lines[before];
    },
    kill,
  };
}
