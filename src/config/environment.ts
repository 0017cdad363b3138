import { z } from 'zod';
import { parseStoreUrl } from '../lib/store-address.ts';
import { checkProxyAddress } from '../proxy/settings.ts';
import { hostNames } from './host-names.ts';
import { MAIN, parseRelays, relayPrefix } from './relay-names.ts';
import { relayShape } from './relay-shape.ts';
import { secretsKeys } from './secrets-keys.ts';
import {
  filePath,
  headerSecret,
  listenAddress,
  numberBetween,
  oneOf,
  parsedBy,
  snowflakes,
  timeZoneName,
  transformedBy,
  webAddress,
} from './values.ts';

const main = relayShape(relayPrefix(MAIN));
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every variable that Darkroom reads, by its name, but for those of further relays. The values are cleaned before they are parsed. */
export const environment = z.object({
  DISCORD_TOKEN: headerSecret('DISCORD_TOKEN', 'it is on the Bot page of discord.com/developers/applications', 'Bot'),
  RELAY_API_KEY: main.API_KEY,
  DISCORD_TOKEN_FILE: filePath('DISCORD_TOKEN_FILE').optional(),
  RELAY_API_KEY_FILE: main.API_KEY_FILE,
  RELAY_URL: main.URL.default('https://api.quickrouter.ai'),
  RELAY_MODE: main.MODE,
  RELAY_AUTH: main.AUTH,
  RELAY_CHARGE_LIST: main.CHARGE_LIST,
  RELAY_CONCURRENCY: main.CONCURRENCY,
  RELAYS: transformedBy(parseRelays).default([MAIN]),
  RELAY_HOSTS: hostNames('RELAY_HOSTS').optional(),
  SECRETS_KEY: secretsKeys.optional(),
  SECRETS_KEY_FILE: filePath('SECRETS_KEY_FILE').optional(),
  MEMBER_MAX_WAITING: numberBetween('MEMBER_MAX_WAITING', 1, 1000, 'whole').default(10),
  ALLOWED_GUILDS: snowflakes('ALLOWED_GUILDS', 'server').optional(),
  ALLOWED_USERS: snowflakes('ALLOWED_USERS', 'user').optional(),
  OPERATORS: snowflakes('OPERATORS', 'user').optional(),
  NEW_SERVERS: oneOf('NEW_SERVERS', ['open', 'key', 'closed']).default('open'),
  TIME_ZONE: timeZoneName('TIME_ZONE').default('UTC'),
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
  HTTPS_PROXY: parsedBy('HTTPS_PROXY', checkProxyAddress).optional(),
  HTTP_PROXY: parsedBy('HTTP_PROXY', checkProxyAddress).optional(),
  NO_PROXY: z.string().optional(),
  METRICS: listenAddress('METRICS', '127.0.0.1:9464').optional(),
  LOG_LEVEL: oneOf('LOG_LEVEL', levels).default('info'),
  LOG_FORMAT: oneOf('LOG_FORMAT', ['json', 'pretty']).optional(),
});

/** The settings as they are meant. */
export type Variables = z.infer<typeof environment>;
