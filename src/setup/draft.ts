import { clean } from '../config/clean.ts';
import { readAssignments } from '../config/env-file.ts';
import { environment } from '../config/environment.ts';
import { withSecretFiles } from '../config/secret-files.ts';
import {
  type Environment,
  readSettingsFiles,
  type SettingsFile,
  type SettingsFiles,
  secretNames,
  secretNamesIn,
} from '../config/sources.ts';
import { type Config, readConfig } from '../config.ts';
import { isWritable } from './env-writer.ts';

/** The settings that setup asks for, or finds out. What says where the bot runs, such as PORT, is none of them. */
export const setupNames = [
  'DISCORD_TOKEN',
  'RELAY_API_KEY',
  'RELAY_URL',
  'RELAY_MODE',
  'RELAY_AUTH',
  'ALLOWED_GUILDS',
  'ALLOWED_USERS',
  'OPERATORS',
  'NEW_SERVERS',
] as const;

export type SetupName = (typeof setupNames)[number];
export type SecretName = (typeof secretNames)[number];

/** Stands for a secret that is not known yet: nobody takes it. */
const UNKNOWN: Readonly<Record<SecretName, string>> = {
  DISCORD_TOKEN: 'not.known.yet',
  RELAY_API_KEY: 'not-known-yet',
};

export type DraftOptions = {
  readonly env: Environment;
  /** What Node was told to read, which is in the environment already. */
  readonly files: SettingsFiles;
  /** The file that is to be written; null: there is none yet. */
  readonly target: SettingsFile | null;
};

/** The settings as they will be: those of the file, of the environment, and the answers so far. */
export type Draft = ReturnType<typeof createDraft>;

export function createDraft({ env, files, target }: DraftOptions) {
  const inFile = assignmentsOf(target);
  const alone = withoutFiles(env, files);
  const answers = new Map<SetupName, string>();
  const tried = new Set<string>();

  const all = (): Environment => ({ ...inFile, ...alone, ...Object.fromEntries(answers) });
  const withSecrets = () => {
    const { secrets } = readSettingsFiles(all(), []);
    return { secrets, env: withSecretFiles(all(), secrets).env };
  };
  const current = (name: SetupName): string | null => clean(withSecrets().env, [name])[name] ?? null;

  return {
    answers,
    /** What a start would use for a setting; null where it is not set. */
    value: current,
    set: (name: SetupName, value: string) => void answers.set(name, value),
    /** All that is set for the bot by the environment alone. */
    ofEnvironment: (): ReadonlyMap<SetupName, string> => {
      const given = clean(alone, setupNames);
      return new Map(setupNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const])));
    },
    /** Whether the environment says otherwise than the answer, and will go first. */
    isHidden(name: SetupName): boolean {
      const answer = answers.get(name);
      const other = clean(alone, [name])[name];
      return answer !== undefined && other !== undefined && other !== answer;
    },
    /** Notes down a secret that is only tried: whoever repeats it is not to be shown. */
    trying: (secret: string) => void tried.add(secret),
    /** What nobody may be shown. */
    secrets(): readonly string[] {
      const { env } = withSecrets();
      return [...tried, ...Object.values(clean(env, secretNamesIn(env)))];
    },
    /** The settings as a start would read them, but for secrets that are missing. Throws ConfigError. */
    config(): Config {
      const { secrets } = withSecrets();
      const missing = secretNames.filter((name) => current(name) === null && !secrets.some((one) => one.name === name));
      const known = { ...all(), ...Object.fromEntries(missing.map((name) => [name, UNKNOWN[name]])) };
      return readConfig(known, { settings: target ? [target] : [], secrets });
    },
  };
}

/** What is wrong with a typed answer, in one sentence; null for none. It is not tried here. */
export function problemWith(name: SetupName, typed: string): string | null {
  const value = meant(name, typed);
  if (value === '') return 'Paste it here, then press Enter.';
  if (!isWritable(value)) return 'This has an apostrophe or an invisible character in it: copy it again.';
  const parsed = environment.shape[name].safeParse(value);
  // Whoever types an address has not heard of its setting.
  if (!parsed.success) return parsed.error.issues[0]?.message.replace('RELAY_URL is not usable: ', '') ?? null;
  return name === 'DISCORD_TOKEN' && !looksLikeToken(value)
    ? 'A bot’s token has two dots in it: copy it from the Bot page, not an id or the client secret.'
    : null;
}

/** Whether Discord is worth asking whether it takes this. */
export function looksLikeToken(value: string): boolean {
  return value.split('.').length === 3;
}

/** A typed answer without what surrounds it. */
export function meant(name: SetupName, typed: string): string {
  return clean({ [name]: typed }, [name])[name] ?? '';
}

function assignmentsOf(file: SettingsFile | null): Environment {
  const text = new TextDecoder().decode(file?.bytes ?? undefined);
  return Object.fromEntries(readAssignments(text).map(({ name, value }) => [name, value]));
}

/** The environment without what Node put there from files. */
function withoutFiles(env: Environment, { settings }: SettingsFiles): Environment {
  const read = Object.assign({}, ...settings.map(assignmentsOf));
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => read[name] !== value));
}
