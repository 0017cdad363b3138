import { z } from 'zod';
import { relayAddress } from '../relay/http/address.ts';
import { parseStoreUrl } from '../store/backends/backend.ts';
import { headerSecret, numberBetween, oneOf, parsedBy, snowflakes, webAddress } from './values.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every variable Darkroom reads, by its name in the environment; values are cleaned before they come here. */
export const environment = z.object({
  DISCORD_TOKEN: headerSecret('DISCORD_TOKEN', 'it is on the Bot page of discord.com/developers/applications', 'Bot'),
  RELAY_API_KEY: headerSecret('RELAY_API_KEY', 'your relay shows it where it lists your keys', 'Bearer'),
  RELAY_URL: parsedBy('RELAY_URL', (url) => relayAddress(url, null)).default('https://api.quickrouter.ai'),
  RELAY_MODE: oneOf('RELAY_MODE', ['fast', 'relax', 'turbo']).optional(),
  RELAY_AUTH: oneOf('RELAY_AUTH', ['bearer', 'raw', 'mj-api-secret']).default('bearer'),
  RELAY_CONCURRENCY: numberBetween('RELAY_CONCURRENCY', 1, 1000, 'whole').default(10),
  MEMBER_MAX_WAITING: numberBetween('MEMBER_MAX_WAITING', 1, 1000, 'whole').default(10),
  ALLOWED_GUILDS: snowflakes('ALLOWED_GUILDS', 'server').optional(),
  ALLOWED_USERS: snowflakes('ALLOWED_USERS', 'user').optional(),
  STORE_URL: parsedBy('STORE_URL', parseStoreUrl).default('sqlite:data/darkroom.sqlite'),
  RETENTION_DAYS: numberBetween('RETENTION_DAYS', 1, 3650, 'whole').default(90),
  PORT: numberBetween('PORT', 1, 65_535, 'whole').optional(),
  PUBLIC_URL: webAddress('PUBLIC_URL', 'https://bot.example.org').optional(),
  IMAGE_DELIVERY: oneOf('IMAGE_DELIVERY', ['attach', 'link']).default('attach'),
  POLL_SECONDS: numberBetween('POLL_SECONDS', 0.01, 600, 'fraction').default(5),
  PROGRESS_SECONDS: numberBetween('PROGRESS_SECONDS', 0.01, 600, 'fraction').default(5),
  JOB_DEADLINE_MINUTES: numberBetween('JOB_DEADLINE_MINUTES', 0.01, 1440, 'fraction').default(75),
  STOP_SECONDS: numberBetween('STOP_SECONDS', 0, 600, 'fraction').default(25),
  DISCORD_API_URL: webAddress('DISCORD_API_URL', 'https://discord.com/api')
    .transform((url) => url.replace(/\/v\d+$/, ''))
    .default('https://discord.com/api'),
  LOG_LEVEL: oneOf('LOG_LEVEL', levels).default('info'),
});

/** What the store alone needs. */
export const storeEnvironment = environment.pick({ STORE_URL: true, RETENTION_DAYS: true });

/** The names of all variables, in the order of the manual. */
export const variables: readonly string[] = Object.keys(environment.shape);

export type Environment = z.infer<typeof environment>;
