import { stat } from 'node:fs/promises';
import { type Config, ConfigError, ignoredNames, readConfig, variables } from '../config.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the settings come from. */
export type SettingsSource = {
  readonly env: Environment;
  /** The file that may hold secrets. */
  readonly envFile: string;
  /** Without a leading `v`. */
  readonly nodeVersion: string;
};

/** The settings, and what is to be said of them. Without a `config` they cannot be used. */
export type ReadSettings = { readonly config: Config | null; readonly findings: readonly Finding[] };

/** What other users of the computer may do with a file. */
const OTHERS = 0o077;

/** Reads the settings as a start does, and looks at the file that they may stand in. Never rejects. */
export async function readSettings({ env, envFile, nodeVersion }: SettingsSource): Promise<ReadSettings> {
  const findings: Finding[] = [];
  if (Number(nodeVersion.split('.')[0]) < 24) findings.push(finding('nodeOld', { version: nodeVersion }));
  const config = configOf(env, findings);
  for (const sentence of ignoredNames(env)) {
    // A misspelt name about access is wrong, and has been told of.
    if (!findings.some(({ says }) => 'sentence' in says && says.sentence === sentence)) {
      findings.push(finding('settingIgnored', { sentence }));
    }
  }
  const mode = process.platform === 'win32' ? 0 : await modeOf(envFile);
  if ((mode & OTHERS) !== 0) findings.push(finding('envFileOpen', { path: envFile, mode: mode.toString(8) }));
  return { config, findings };
}

function configOf(env: Environment, findings: Finding[]): Config | null {
  try {
    const config = readConfig(env);
    const { discordToken, relayKey } = config;
    const count = variables.filter((name) => (env[name] ?? '').trim() !== '').length;
    const secrets = [describeSecret('DISCORD_TOKEN', discordToken), describeSecret('RELAY_API_KEY', relayKey)];
    findings.push(finding('settingsRead', { count, secrets }));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    findings.push(...error.problems.map((sentence) => finding('settingWrong', { sentence })));
    return null;
  }
}

async function modeOf(path: string): Promise<number> {
  return stat(path).then(
    (file) => file.mode & 0o777,
    () => 0,
  );
}

/** A secret by its name, its length and the prefix by which its kind is known: `RELAY_API_KEY (51 characters, sk-…)`. */
export function describeSecret(name: string, secret: string): string {
  const isKey = secret.length >= 16 && secret.startsWith('sk-');
  return `${name} (${secret.length} characters${isKey ? ', sk-…' : ''})`;
}
