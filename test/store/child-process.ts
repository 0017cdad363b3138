import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export type Child = {
  /** What it has printed so far. */
  readonly lines: readonly string[];
  /** Resolves with the next line that it prints, undefined when it ends before that. */
  line(): Promise<string | undefined>;
  /** Kills it with SIGKILL. Resolves when it is dead and all its output has been read. */
  kill(): Promise<void>;
};

async function dead(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Runs a script in this folder as a process of its own and kills it when the running test ends. */
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
