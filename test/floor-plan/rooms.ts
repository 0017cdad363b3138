/** What a room of the program may import: other rooms, files of them, and packages. Its own files come on top. */
export type Room = {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /**
   * The floors of a room, from the top down, where it has several. A file may import from its own folder and from every
   * floor below. Names in one line stand beside one another and do not see each other.
   */
  readonly floors?: readonly (readonly string[])[];
};

/** By name: `relay` is `src/relay/`, `log` is `src/log.ts` and `src/log/`, `commands` is the folder beside `src`. */
export const rooms: Readonly<Record<string, Room>> = {
  domain: { rooms: [], packages: [] },
  text: { rooms: ['domain'], packages: [] },
  lib: { rooms: [], packages: ['node:'] },
  version: { rooms: ['../package.json'], packages: [] },
  jobs: {
    rooms: ['domain', 'lib'],
    packages: [],
    floors: [
      ['engine.ts'],
      ['controls.ts', 'queries.ts', 'relay-contact.ts'],
      ['leader.ts'],
      ['tick.ts', 'resume.ts', 'counts.ts', 'reconciliation.ts'],
      ['intake', 'submit', 'track', 'deliver'],
      ['context.ts'],
      ['relays.ts'],
      [
        'charges.ts',
        'open-jobs.ts',
        'stored-jobs.ts',
        'progress.ts',
        'spent-tokens.ts',
        'relay-capabilities.ts',
        'looking.ts',
        'account-watch.ts',
      ],
      ['job-writer.ts', 'job-mover.ts', 'job-notes.ts', 'unreadable.ts', 'guarded.ts'],
      ['late-answer.ts'],
    ],
  },
  discord: {
    rooms: ['domain', 'text', 'lib', 'jobs'],
    packages: ['node:', 'discord.js', 'undici', 'zod', 'p-limit', 'lru-cache'],
    floors: [
      ['router', 'gateway'],
      ['input'],
      ['lookup'],
      ['handler.ts'],
      ['jobs'],
      ['presenter', 'responder.ts'],
      ['rest'],
      ['render'],
    ],
  },
  relay: {
    rooms: ['domain', 'lib'],
    packages: ['node:', 'undici', 'zod', 'p-limit'],
    floors: [['client.ts', 'named-relay.ts', 'examination.ts'], ['submit', 'tasks', 'setup'], ['http']],
  },
  proxy: { rooms: [], packages: ['node:', 'undici'] },
  store: {
    rooms: ['domain', 'lib', 'version'],
    packages: ['node:', 'keyv', '@keyv/sqlite', 'redis', 'pg', 'zod', 'lru-cache'],
    floors: [['archive'], ['store.ts'], ['repositories', 'copies'], ['tables'], ['backends', 'schema']],
  },
  cluster: {
    rooms: ['domain', 'lib'],
    packages: ['node:', 'zod', 'bullmq', 'redis'],
    floors: [
      ['cluster.ts'],
      ['bullmq', 'file', 'alone.ts'],
      ['outbox.ts'],
      ['outage.ts', 'pending.ts', 'term.ts', 'wake-up-text.ts'],
    ],
  },
  pictures: { rooms: ['domain', 'lib'], packages: ['node:', 'undici', 'sharp', 'p-limit', 'lru-cache'] },
  http: { rooms: ['domain', 'lib'], packages: ['node:', 'hono', '@hono/node-server'] },
  config: {
    rooms: ['domain', 'lib/store-address.ts', 'proxy/settings.ts', 'relay/http/address.ts'],
    packages: ['node:', 'zod'],
  },
  log: { rooms: ['domain', 'lib'], packages: ['node:', 'pino'] },
  metrics: { rooms: ['domain', 'lib'], packages: ['node:', 'prom-client'] },
  app: {
    rooms: [
      'domain',
      'text',
      'lib',
      'jobs',
      'discord',
      'relay',
      'store',
      'cluster',
      'pictures',
      'http',
      'proxy',
      'doctor',
      'config',
      'log',
      'metrics',
      'version',
    ],
    packages: ['node:'],
  },
  doctor: {
    rooms: ['domain', 'text', 'lib', 'discord', 'relay', 'store', 'http', 'proxy', 'config'],
    packages: ['node:'],
  },
  setup: {
    rooms: ['domain', 'text', 'lib', 'discord/rest/invite.ts', 'proxy', 'doctor', 'config'],
    packages: ['node:', '@clack/prompts'],
  },
  cli: { rooms: ['config', 'store', 'doctor', 'setup'], packages: ['node:'] },
  index: { rooms: ['app', 'config', 'log', 'domain', 'runtime.mjs'], packages: ['node:'] },
  commands: {
    rooms: [
      'domain',
      'text',
      ...['input', 'lookup', 'handler.ts', 'jobs', 'responder.ts', 'rest', 'render'].map((name) => `discord/${name}`),
    ],
    packages: ['discord.js'],
  },
};

/** Whether a file is started as it is: only these act when they are imported, and read the environment. */
export function isEntry(path: string): boolean {
  return path === 'src/index.ts' || path.startsWith('src/cli/');
}

/**
 * What may ask the computer what time it is. All others are given a clock, which knows when the computer's is wrong: the
 * clock itself, the store's for `npm run store`, Keyv's ttl, and a wait that names a moment without saying what time it is.
 */
export const knowingTime: ReadonlySet<string> = new Set([
  'src/app/clock.ts',
  'src/store/store.ts',
  'src/cluster/bullmq/deliveries.ts',
  'src/store/tables/rows.ts',
  'src/relay/http/retry.ts',
]);

/** `src/relay/http/address.ts` is of `relay`, `src/log.ts` and `src/log/scrub.ts` of `log`, `commands/x.ts` of `commands`. */
export function roomOf(path: string): string {
  const [top = '', next = ''] = path.split('/');
  return top === 'src' ? next.replace(/\.ts$/, '') : top;
}

/** How far down its room a file stands, 0 for the top, and on which place there; null when the room has no such place. */
export function floorOf(path: string): { readonly floor: number; readonly place: string } | null {
  const place = path.split('/')[2] ?? '';
  const floor = (rooms[roomOf(path)]?.floors ?? []).findIndex((names) => names.includes(place));
  return floor < 0 ? null : { floor, place };
}
