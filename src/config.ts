import type { z } from 'zod';
import { clean } from './config/cleaning.ts';
import { type Environment, environment, storeEnvironment, variables } from './config/environment.ts';

/** What the operator chose. Contains two secrets (`discordToken`, `relayKey`): never log it whole. */
export type Config = {
  readonly discordToken: string;
  readonly relayKey: string;
  readonly relay: {
    readonly url: string;
    readonly mode: 'fast' | 'relax' | 'turbo' | null;
    readonly auth: 'bearer' | 'raw' | 'mj-api-secret';
  };
  /** Slots: how many jobs the relay works on at once. */
  readonly concurrency: number;
  /** Jobs one member may have waiting or running. */
  readonly memberMaxWaiting: number;
  /** Null: every server the bot was invited to. */
  readonly allowedGuilds: ReadonlySet<string> | null;
  /** Who is served outside servers (direct messages, user installs); empty: nobody. */
  readonly allowedUsers: ReadonlySet<string>;
  readonly storeUrl: string;
  /** How long what nobody uses is remembered. */
  readonly retentionDays: number;
  /** Null: no HTTP server. */
  readonly port: number | null;
  /** Where the relay reaches that server, without a trailing slash; null: no callbacks. */
  readonly publicUrl: string | null;
  readonly imageDelivery: 'attach' | 'link';
  readonly pollSeconds: number;
  readonly progressSeconds: number;
  /** Counted from the relay's acceptance. */
  readonly deadlineMinutes: number;
  readonly stopSeconds: number;
  /** Without version and trailing slash, such as `https://discord.com/api`. */
  readonly discordApiUrl: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
};

/** The environment is not usable. The message is for the operator: every problem in a sentence, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Darkroom cannot start with these settings:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Reads only what names the store. Throws as `readConfig`. */
export function readStoreConfig(
  env: Readonly<Record<string, string | undefined>>,
): Pick<Config, 'storeUrl' | 'retentionDays'> {
  const parsed = storeEnvironment.safeParse(clean(env, Object.keys(storeEnvironment.shape)));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(({ message }) => message));
  return { storeUrl: parsed.data.STORE_URL, retentionDays: parsed.data.RETENTION_DAYS };
}

/** Reads the variables described in `.env.example`; all others are ignored. Throws ConfigError with every problem at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = clean(env, variables);
  const parsed = environment.safeParse(values);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => discreet(issue, values));
  if (values.PUBLIC_URL !== undefined && values.PORT === undefined) {
    problems.push(
      'PUBLIC_URL is set but PORT is not: set PORT to where callbacks should arrive, or remove PUBLIC_URL.',
    );
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return arrange(parsed.data);
}

/** A secret pasted into the wrong variable is not repeated by that variable's sentence either. */
function discreet({ path, message }: z.core.$ZodIssue, values: Readonly<Record<string, string>>): string {
  for (const secret of ['DISCORD_TOKEN', 'RELAY_API_KEY']) {
    const value = values[secret]?.toLowerCase() ?? '';
    if (value.length < 8 || !message.toLowerCase().includes(value)) continue;
    return `${path.join('.')} contains the value of ${secret}: remove it from there.`;
  }
  return message;
}

function arrange(values: Environment): Config {
  return {
    discordToken: values.DISCORD_TOKEN,
    relayKey: values.RELAY_API_KEY,
    relay: { url: values.RELAY_URL, mode: values.RELAY_MODE ?? null, auth: values.RELAY_AUTH },
    concurrency: values.RELAY_CONCURRENCY,
    memberMaxWaiting: values.MEMBER_MAX_WAITING,
    allowedGuilds: values.ALLOWED_GUILDS ?? null,
    allowedUsers: values.ALLOWED_USERS ?? new Set(),
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
    logLevel: values.LOG_LEVEL,
  };
}
