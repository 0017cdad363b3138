import { setTimeout as delay } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { BaseInteraction, Client, Guild, GuildMember, Message, REST, User } from 'discord.js';
import type { Sample } from './sample.ts';

/** Preloaded into the bot, which needs `--expose-gc`: answers each message of its parent with a `Sample`. */
const clients = new Set<Client>();
const rests = new Set<REST>();
let warnings = 0;

const { login } = Client.prototype;
Client.prototype.login = function (token) {
  clients.add(this);
  return login.call(this, token);
};
const { queueRequest } = REST.prototype;
REST.prototype.queueRequest = function (request) {
  rests.add(this);
  return queueRequest.call(this, request);
};
process.on('warning', ({ name }) => {
  if (name !== 'ExperimentalWarning') warnings += 1;
});

/** Until the heap gets no smaller: one collection may only queue what the next one frees. */
async function collect(): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8; round += 1) {
    globalThis.gc?.();
    await delay(50);
    const { heapUsed } = process.memoryUsage();
    if (heapUsed > before - 50_000) return;
    before = heapUsed;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const count = (what: Parameters<typeof queryObjects>[0]) => Number(queryObjects(what, { format: 'count' }));

function listeners(emitter: NodeJS.EventEmitter): number {
  return sum(emitter.eventNames().map((name) => emitter.listenerCount(name)));
}

async function look(): Promise<Sample> {
  const routes = sum([...rests].map(({ handlers }) => handlers.size));
  // What discord.js itself does every five minutes here.
  for (const { handlers } of rests) handlers.sweep(({ inactive }) => inactive);
  await collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const handles: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) handles[name] = (handles[name] ?? 0) + 1;
  return {
    heapMb: heapUsed / 2 ** 20,
    externalMb: external / 2 ** 20,
    rssMb: rss / 2 ** 20,
    handles,
    listeners: listeners(process) + sum([...clients].map(listeners)),
    signals: count(AbortSignal),
    warnings,
    discord: {
      guilds: count(Guild),
      users: count(User),
      members: count(GuildMember),
      messages: count(Message),
      interactions: count(BaseInteraction),
    },
    routes,
  };
}

process.on('message', () => void look().then((sample) => process.send?.(sample)));
// A soak that is killed takes its bot along.
process.once('disconnect', () => process.exit());
process.channel?.unref();
