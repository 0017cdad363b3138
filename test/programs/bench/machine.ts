import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** The load of the machine over the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0;
}

/** Where, when and of what the results are, in one line. `loadBefore` is of before the first measurement. */
export function machineLine(command: string, loadBefore: number, seconds: number): string {
  const [cpu] = cpus();
  return [
    `\`${command}\``,
    `commit ${commit()}`,
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `Node ${process.versions.node}`,
    `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `load ${loadBefore.toFixed(1)} before, ${load().toFixed(1)} at the end (its own included)`,
    `${Math.round(seconds)} s`,
  ].join(', ');
}

/** The commit that was measured, and whether its files were changed. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', ':/', ':!RESULTS.md');
    return `${git('rev-parse', '--short=12', 'HEAD')}${changed === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}
