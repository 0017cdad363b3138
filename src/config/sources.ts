import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './clean.ts';
import { furtherRelays, relayPrefix } from './relay-names.ts';

export type { Environment };

/** The secrets without which nothing goes. Each secret may also be in a file of its own: `<NAME>_FILE`, or a systemd credential. */
export const secretNames = ['DISCORD_TOKEN', 'RELAY_API_KEY'] as const;

/** Those, and what goes without. */
export const allSecretNames: readonly string[] = [...secretNames, 'SECRETS_KEY'];

/** All settings of an environment that are secret: the key of each relay is one. */
export function secretNamesIn(env: Environment): readonly string[] {
  return [...allSecretNames, ...furtherRelays(env).map((relay) => `${relayPrefix(relay)}API_KEY`)];
}

/** The most bytes of a file with a secret, and far more than a file of settings has. */
export const MOST_BYTES = 65_536;

/** A file as it was found: its first bytes, one more than `MOST_BYTES` at most, or the code of why it cannot be read. */
export type FoundFile = {
  readonly bytes: Uint8Array | null;
  readonly code: string | null;
  /** What its owner and others may do with it; null where that is not known. */
  readonly mode: number | null;
};

/** A file of settings that Node was told to read, such as `.env`. */
export type SettingsFile = FoundFile & { readonly path: string };

/** The file of one secret. */
export type SecretFile = FoundFile & {
  readonly name: string;
  /** Whether systemd handed it over (`LoadCredential=`), instead of the operator naming it. */
  readonly isCredential: boolean;
};

/** The files that belong to an environment. */
export type SettingsFiles = {
  readonly settings: readonly SettingsFile[];
  readonly secrets: readonly SecretFile[];
};

/** No files: the environment is all there is. */
export const noFiles: SettingsFiles = { settings: [], secrets: [] };

/**
 * Reads the files that an environment comes from or names. `execArgv` are the options that Node was started with: a file of
 * settings is looked at a second time, because what Node made of it does not tell what Node left out.
 */
export function readSettingsFiles(env: Environment, execArgv: readonly string[]): SettingsFiles {
  const settings = envFiles(execArgv).map((path) => ({ path, ...read(path) }));
  const secrets = secretNamesIn(env).flatMap((name): readonly SecretFile[] => {
    const named = env[`${name}_FILE`]?.trim();
    if (named) return [{ name, isCredential: false, ...read(named) }];
    if (!env.CREDENTIALS_DIRECTORY) return [];
    const credential = read(join(env.CREDENTIALS_DIRECTORY, name));
    return credential.code === 'ENOENT' ? [] : [{ name, isCredential: true, ...credential }];
  });
  return { settings: settings.filter(({ code }) => code !== 'ENOENT'), secrets };
}

function envFiles(execArgv: readonly string[]): readonly string[] {
  return execArgv.flatMap((option, index) => {
    const [, path, isApart] = /^--env-file(?:-if-exists)?(?:=(.*)|())$/s.exec(option) ?? [];
    return (isApart === undefined ? path : execArgv[index + 1]) ?? [];
  });
}

function read(path: string): FoundFile {
  try {
    const file = openSync(path, 'r');
    try {
      const { mode } = fstatSync(file);
      return { bytes: beginningOf(file), code: null, mode: process.platform === 'win32' ? null : mode & 0o777 };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { bytes: null, code, mode: null };
  }
}

function beginningOf(file: number): Uint8Array {
  const bytes = new Uint8Array(MOST_BYTES + 1);
  let length = 0;
  for (;;) {
    const more = readSync(file, bytes, length, bytes.length - length, null);
    length += more;
    if (more === 0 || length === bytes.length) return bytes.subarray(0, length);
  }
}
