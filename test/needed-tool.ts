import { spawnSync } from 'node:child_process';

/**
 * Whether a program is there that tests need and that npm cannot bring. Where it is missing its tests are skipped, with a sentence
 * that names Debian's package; CI installs it where it is Linux (`.ci/run`), so there this throws.
 */
export function hasTool(program: string, debianPackage: string): boolean {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return true;
  const sentence = `${program} is missing: apt-get install ${debianPackage}`;
  if (process.env.CI === 'true' && process.platform === 'linux') throw new Error(sentence);
  process.stderr.write(`skipped, because ${sentence}\n`);
  return false;
}
