import { type Environment, isGiven } from './clean.ts';
import { MOST_BYTES, type SecretFile, secretNamesIn } from './sources.ts';

/** An environment with the secrets that stood in files. */
export type WithSecrets = {
  readonly env: Environment;
  /** A sentence for each secret whose file is of no use, by its name. */
  readonly problems: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
};

/** Adds the secrets that stand in files to an environment. No sentence repeats a value, as a secret may stand in any. */
export function withSecretFiles(env: Environment, files: readonly SecretFile[]): WithSecrets {
  const problems = new Map<string, string>();
  const notes: string[] = [];
  const found: [string, string][] = [];
  for (const name of secretNamesIn(env)) {
    const file = files.find((one) => one.name === name);
    if (isGiven(env[name])) {
      if (isGiven(env[`${name}_FILE`])) {
        problems.set(name, `${name} and ${name}_FILE are both set: remove one of them.`);
      } else if (file) {
        notes.push(`${name} is set, so the systemd credential of that name is not used: remove one of them.`);
      }
    } else if (file) {
      const text = new TextDecoder().decode(file.bytes ?? undefined).trim();
      const trouble = troubleOf(file, text);
      const what = file.isCredential ? `${name} is a systemd credential` : `${name}_FILE names a file`;
      if (trouble === null) found.push([name, text]);
      else problems.set(name, `${what} that ${trouble}.`);
    }
  }
  return { env: { ...env, ...Object.fromEntries(found) }, problems, notes };
}

function troubleOf({ bytes, code }: SecretFile, text: string): string | null {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'Darkroom may not read: give it to the user that Darkroom runs as';
  if (bytes === null) return `cannot be read (${code})`;
  if (bytes.length > MOST_BYTES) return 'is larger than 64 KB: it must hold the secret and nothing else';
  if (bytes.includes(0)) return 'is not plain text: save it as UTF-8';
  return text === '' ? 'is empty' : null;
}
