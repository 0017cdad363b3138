import { z } from 'zod';
import { SetupError } from '../../../domain/failures/errors.ts';
import { compareClocks } from '../server-clock.ts';
import type { RedisClient } from './connection.ts';

/** The oldest Redis that has every command we use, and the oldest that can say when its disk has something. */
const [OLDEST, WAITING] = ['6.2', '7.2'];

/**
 * How a write is brought to the disk at once: Redis does it with `always`, can be waited for with `wait`, or cannot be asked, with
 * `none`.
 */
export type Flushing = 'always' | 'wait' | 'none';

/** What `INFO` says, by name. */
type Info = ReadonlyMap<string, string>;

/** How this Redis keeps what it is given, and what is worth knowing of it. */
export type RedisFacts = { readonly flushing: Flushing; readonly notes: readonly string[] };

/**
 * Whether a Redis keeps what it is given. `name` is how it is called, `now` our time in Unix ms. Throws SetupError with what is to
 * be changed, and as the client does.
 */
export async function checkRedis(client: RedisClient, name: string, now: () => number): Promise<RedisFacts> {
  const info = await infoOf(client);
  refuseForgetful(info, name);
  const flushing = await flushingOf(client, info);
  const notes: (string | null)[] = [await clockNote(client, name, now)];
  if (flushing === 'none') {
    notes.push(
      `a power cut of ${name} may lose the last second, and a job in it may be charged twice: use Redis ${WAITING} or newer, or set appendfsync always`,
    );
  }
  return { flushing, notes: notes.filter((note) => note !== null) };
}

/** Throws SetupError for a server on which records do not last, or cannot be written. */
export function refuseForgetful(info: Info, name: string): void {
  const version = info.get('redis_version') ?? '';
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (!isAtLeast(version, OLDEST))
    throw refusal(`The store ${name} is Redis ${version}: Darkroom needs ${OLDEST} or newer.`);
  if (info.get('cluster_enabled') === '1')
    throw refusal(
      `The store ${name} is part of a Redis cluster, which Darkroom cannot use: give it a Redis of one node.`,
    );
  if (info.get('role') !== 'master')
    throw refusal(`The store ${name} is a replica, which cannot be written to: let STORE_URL name its master.`);
  if (info.get('aof_enabled') !== '1')
    throw refusal(
      `The store ${name} may forget what it was given when it stops: set appendonly yes in its configuration.`,
    );
  if (policy !== 'noeviction')
    throw refusal(
      `The store ${name} throws records away when its memory is full (${policy}): set maxmemory-policy noeviction.`,
    );
}

export async function infoOf(client: RedisClient): Promise<Info> {
  const lines = (await client.info()).split('\r\n').map((line) => line.split(':'));
  return new Map(lines.map(([name = '', ...value]) => [name, value.join(':')]));
}

async function flushingOf(client: RedisClient, info: Info): Promise<Flushing> {
  // A hosted Redis may not tell its settings.
  const settings = await client.configGet('appendfsync').catch(() => ({ appendfsync: '' }));
  if (settings.appendfsync === 'always') return 'always';
  return isAtLeast(info.get('redis_version') ?? '', WAITING) ? 'wait' : 'none';
}

const Time = z.tuple([z.coerce.number(), z.coerce.number()]);

async function clockNote(client: RedisClient, name: string, now: () => number): Promise<string | null> {
  const since = now();
  const [seconds, micros] = Time.parse(await client.sendCommand(['TIME']));
  const until = now();
  return compareClocks(name, seconds * 1000 + micros / 1000, until, until - since);
}

function refusal(sentence: string): SetupError {
  return new SetupError(sentence, { needsPerson: true });
}

function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
