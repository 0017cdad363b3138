import { relayPrefix } from '../config/relay-names.ts';
import type { Environment, SettingsFiles } from '../config/sources.ts';
import {
  type Config,
  ConfigError,
  configSecrets,
  openSettingsFiles,
  readConfig,
  secretsOf,
  settingNames,
  settingsNotes,
} from '../config.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';

/** What the settings come from. */
export type SettingsSource = {
  readonly env: Environment;
  /** The files that they stand in. */
  readonly files: SettingsFiles;
  /** Without a leading `v`. */
  readonly nodeVersion: string;
};

/** The settings, and what is to be said of them. Without a `config` they cannot be used. */
export type ReadSettings = {
  readonly config: Config | null;
  readonly findings: readonly Finding[];
  /** What nobody may read, whatever others repeat. */
  readonly secrets: readonly string[];
};

/** Reads the settings as a start does, and looks at the files that they stand in. */
export function readSettings({ env, files, nodeVersion }: SettingsSource): ReadSettings {
  const findings: Finding[] = [];
  if (Number(nodeVersion.split('.')[0]) < 24) findings.push(finding('nodeOld', { version: nodeVersion }));
  const config = configOf({ env, files }, findings);
  for (const sentence of settingsNotes(env, files)) {
    // A misspelt name about access is wrong, and has been told of.
    if (!findings.some(({ says }) => 'sentence' in says && says.sentence === sentence)) {
      findings.push(finding('settingIgnored', { sentence }));
    }
  }
  for (const { path, mode } of openSettingsFiles(files)) {
    findings.push(finding('envFileOpen', { path, mode: (mode ?? 0).toString(8) }));
  }
  const secrets = [...secretsOf(env, files), ...(config ? configSecrets(config) : [])];
  return { config, findings, secrets };
}

function configOf({ env, files }: Pick<SettingsSource, 'env' | 'files'>, findings: Finding[]): Config | null {
  try {
    const config = readConfig(env, files);
    const { discordToken, relays, secretsKeys } = config;
    const isSet = (name: string) => [name, `${name}_FILE`].some((one) => (env[one] ?? '').trim() !== '');
    const count = settingNames(env, files).filter(isSet).length;
    const keys = relays.map(({ name, key }) => describeSecret(`${relayPrefix(name)}API_KEY`, key));
    const encrypting = secretsKeys.map((key) => describeSecret('SECRETS_KEY', key));
    const secrets = [describeSecret('DISCORD_TOKEN', discordToken), ...keys, ...encrypting];
    findings.push(finding('settingsRead', { count, secrets }));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    findings.push(...error.problems.map((sentence) => finding('settingWrong', { sentence })));
    return null;
  }
}

/** A secret by its name, its length and the prefix by which its kind is known: `RELAY_API_KEY (51 characters, sk-…)`. */
export function describeSecret(name: string, secret: string): string {
  const isKey = secret.length >= 16 && secret.startsWith('sk-');
  return `${name} (${secret.length} characters${isKey ? ', sk-…' : ''})`;
}
