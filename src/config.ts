import { clean } from './config/clean.ts';
import { ConfigError } from './config/config-error.ts';
import { contradictions } from './config/contradictions.ts';
import { envTrouble } from './config/env-trouble.ts';
import { environment, type Variables } from './config/environment.ts';
import { inspect } from './config/inspect.ts';
import { issueSentence, type SettingIssue } from './config/issue.ts';
import { MAIN, relayNames, relayVariables } from './config/relay-names.ts';
import { arrangeRelays, type RelayConfig, readFurtherRelays, relayConfig, sameRelays } from './config/relays.ts';
import { withSecretFiles } from './config/secret-files.ts';
import { borrowedKey, listedKeys } from './config/secrets-keys.ts';
import {
  type Environment,
  noFiles,
  type SettingsFile,
  type SettingsFiles,
  secretNames,
  secretNamesIn,
} from './config/sources.ts';
import type { ListenAddress } from './config/values.ts';
import { storeSecrets } from './lib/store-address.ts';
import { type ProxySettings, proxySecrets } from './proxy/settings.ts';

export type { RelayConfig };
export { ConfigError };

/** The operator's settings. Some of them are secret (`discordToken`, `secretsKeys`, `key` of a relay): never log the whole object. */
export type Config = {
  readonly discordToken: string;
  /** All relays in order of preference, then those that get nothing new. The one called main is always there. */
  readonly relays: readonly RelayConfig[];
  /** Hosts of services that servers may choose for themselves, beside those of our own relays. */
  readonly relayHosts: readonly string[];
  /** What encrypts the keys that servers bring, the first of them, and what may have encrypted them. Empty: servers bring none. */
  readonly secretsKeys: readonly string[];
  /** Jobs one member may have waiting or running. */
  readonly memberMaxWaiting: number;
  /** Null: every server the bot was invited to. */
  readonly allowedGuilds: ReadonlySet<string> | null;
  /** Members who are served everywhere, also in DMs and by user installs. Empty: nobody is, outside servers. */
  readonly allowedUsers: ReadonlySet<string>;
  /** Those who run the bot, the first of them first; they are served everywhere, too. */
  readonly operators: ReadonlySet<string>;
  /** What becomes of a server about which those who run the bot have decided nothing. */
  readonly newServers: 'open' | 'key' | 'closed';
  /** The time zone in which the days of the people who run the bot begin, and a new server's. */
  readonly timeZone: string;
  readonly storeUrl: string;
  /** For how long records that nobody uses are kept. */
  readonly retentionDays: number;
  /** Null: no HTTP server. */
  readonly port: number | null;
  /** Where the relay reaches that server, without a trailing slash; null: no callbacks. */
  readonly publicUrl: string | null;
  readonly imageDelivery: 'attach' | 'link';
  readonly pollSeconds: number;
  readonly progressSeconds: number;
  /** From the relay's acceptance of a job until it counts as overdue. */
  readonly deadlineMinutes: number;
  readonly stopSeconds: number;
  /** Without version and trailing slash, such as `https://discord.com/api`. */
  readonly discordApiUrl: string;
  /** Through which proxies everybody is reached. May hold a password. */
  readonly proxy: ProxySettings;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Where metrics are told, null for nowhere. */
  readonly metrics: ListenAddress | null;
  /** Null: as a person reads it on a terminal, as JSON everywhere else. */
  readonly logFormat: 'json' | 'pretty' | null;
};

/** The variables that are about the store. */
const storeEnvironment = environment.pick({ STORE_URL: true, RETENTION_DAYS: true });

/** The names of all variables but those of further relays, in the order of `.env.example`. */
export const variables: readonly string[] = Object.keys(environment.shape);

/** The relay called main, which has the settings without a name. */
export function mainRelay({ relays }: Pick<Config, 'relays'>): RelayConfig {
  const main = relays.find(({ name }) => name === MAIN);
  if (!main) throw new Error('settings without the relay called main');
  return main;
}

/** The names of all variables that are read in this environment: further relays have some of their own. */
export function settingNames(env: Environment, files: SettingsFiles): readonly string[] {
  const { listed, offList } = relayNames(env, files.secrets);
  return [...variables, ...[...listed, ...offList].filter((relay) => relay !== MAIN).flatMap(relayVariables)];
}

/** Reads only the settings of the store. Throws as `readConfig`. */
export function readStoreConfig(
  env: Environment,
  files: SettingsFiles = noFiles,
): Pick<Config, 'storeUrl' | 'retentionDays'> {
  const names = Object.keys(storeEnvironment.shape);
  const {
    unread,
    problems: written,
    notes,
    halfQuoted,
  } = inspect(env, files, { names, settings: settingNames(env, files) });
  if (unread.length > 0) throw new ConfigError(unread);
  const problems = [...written];
  const parsed = storeEnvironment.safeParse(clean(env, names));
  for (const { path, message } of parsed.error?.issues ?? []) {
    if (!halfQuoted.includes(path.join('.'))) problems.push(message);
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems, notes);
  return { storeUrl: parsed.data.STORE_URL, retentionDays: parsed.data.RETENTION_DAYS };
}

/**
 * A sentence for each thing that is no hindrance and should be put right: a variable that is no setting, a value that was cut
 * short. It repeats no value. Nothing is said as long as a file is not read.
 */
export function settingsNotes(env: Environment, files: SettingsFiles = noFiles): readonly string[] {
  const names = settingNames(env, files);
  const { unread, notes } = inspect(env, files, { names, settings: names });
  return unread.length > 0 ? [] : notes;
}

/** The files that hold a secret and that other users of the computer may read, or write. */
export function openSettingsFiles({ settings }: SettingsFiles): readonly SettingsFile[] {
  return settings.filter((file) => envTrouble(file, variables).isOpen);
}

/** All secrets of an environment, those in files included: what no text may contain. */
export function secretsOf(env: Environment, files: SettingsFiles): readonly string[] {
  const secrets = clean(withSecretFiles(env, files.secrets).env, secretNamesIn(env));
  return [...Object.values(secrets), ...listedKeys(secrets.SECRETS_KEY ?? '')];
}

/** All secrets of these settings, those that are part of an address included: what no text may contain. */
export function configSecrets({ discordToken, relays, secretsKeys, proxy, storeUrl }: Config): readonly string[] {
  const keys = relays.map(({ key }) => key);
  return [discordToken, ...keys, ...secretsKeys, ...proxySecrets(proxy), ...storeSecrets(storeUrl)];
}

/**
 * Reads the variables that `.env.example` describes, and ignores all others. Throws ConfigError with every problem at once;
 * one is a misspelt `ALLOWED_…`, without which the bot would serve everybody. `files` are the files that the variables come
 * from or name.
 */
export function readConfig(env: Environment, files: SettingsFiles = noFiles): Config {
  const names = settingNames(env, files);
  const { unread, problems: written, notes, halfQuoted } = inspect(env, files, { names, settings: names });
  if (unread.length > 0) throw new ConfigError(unread);
  const problems = [...written];
  const secrets = withSecretFiles(env, files.secrets);
  const values = clean(secrets.env, names);
  const parsed = environment.safeParse(values);
  const relays = relayNames(env, files.secrets);
  const further = readFurtherRelays(values, relays);
  const all = parsed.success
    ? [readMain(parsed.data, parsed.data.RELAYS.includes(MAIN)), ...further.relays]
    : further.relays;
  problems.push(...secrets.problems.values());
  const isTold = (name: string) => secrets.problems.has(name) || halfQuoted.includes(name);
  const ofMain = (parsed.error?.issues ?? []).map(({ path, message }): SettingIssue => {
    return { name: path.join('.'), suspect: path.join('.'), sentence: message };
  });
  const known = clean(secrets.env, secretNamesIn(env));
  for (const issue of [...ofMain, ...further.issues, ...sameRelays(all)]) {
    if (!isTold(issue.name)) problems.push(issueSentence(issue, known, values));
  }
  const borrowed = borrowedKey(parsed.data?.SECRETS_KEY ?? [], known);
  if (borrowed) problems.push(borrowed);
  problems.push(...contradictions(values, parsed.data));
  const isIncomplete = secretNames.some((name) => values[name] === undefined && !isTold(name));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems, notes, isIncomplete);
  return arrange(parsed.data, arrangeRelays(all, relays));
}

/** The relay whose settings have no name in theirs. */
function readMain(values: Variables, isListed: boolean): RelayConfig {
  return relayConfig(MAIN, isListed, {
    URL: values.RELAY_URL,
    MODE: values.RELAY_MODE,
    AUTH: values.RELAY_AUTH,
    CHARGE_LIST: values.RELAY_CHARGE_LIST,
    API_KEY: values.RELAY_API_KEY,
    CONCURRENCY: values.RELAY_CONCURRENCY,
  });
}

function arrange(values: Variables, relays: readonly RelayConfig[]): Config {
  return {
    discordToken: values.DISCORD_TOKEN,
    relays,
    relayHosts: values.RELAY_HOSTS ?? [],
    secretsKeys: values.SECRETS_KEY ?? [],
    memberMaxWaiting: values.MEMBER_MAX_WAITING,
    allowedGuilds: values.ALLOWED_GUILDS ?? null,
    allowedUsers: values.ALLOWED_USERS ?? new Set(),
    operators: values.OPERATORS ?? new Set(),
    newServers: values.NEW_SERVERS,
    timeZone: values.TIME_ZONE,
    storeUrl: values.STORE_URL,
    retentionDays: values.RETENTION_DAYS,
    port: values.PORT ?? null,
    publicUrl: values.PUBLIC_URL ?? null,
    imageDelivery: values.IMAGE_DELIVERY,
    pollSeconds: values.POLL_SECONDS,
    progressSeconds: values.PROGRESS_SECONDS,
    deadlineMinutes: values.JOB_DEADLINE_MINUTES,
    stopSeconds: values.STOP_SECONDS,
    discordApiUrl: values.DISCORD_API_URL,
    proxy: {
      http: values.HTTP_PROXY ?? '',
      https: values.HTTPS_PROXY ?? '',
      bypass: values.NO_PROXY ?? '',
    },
    metrics: values.METRICS ?? null,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT ?? null,
  };
}
