import { z } from 'zod';
import { type ServerAddress, storeName } from '../../../lib/store-address.ts';
import { CALL_MS } from '../server-calls.ts';
import { createUsers } from '../server-rows.ts';
import type { Backend, OpenParts } from '../types.ts';
import { connectRedis, type RedisCalls, type RedisClient } from './connection.ts';
import { checkRedis, type Flushing, infoOf, type RedisFacts, refuseForgetful } from './start-check.ts';
import { redisTable } from './table.ts';

/** How long a start waits for the first answer, and whoever only looks, in ms. */
const [START_MS, LOOK_MS] = [5_000, 3_000];
/** How long Redis may take to bring a write to its disk, in ms: it does that once a second. */
const FLUSH_MS = 2_000;

/** Looks at a Redis without writing to it. Throws SetupError with what is wrong with it, and an error when it cannot be reached. */
export async function lookAtRedis(address: ServerAddress, now: () => number): Promise<RedisFacts> {
  const calls = connectRedis(address.url);
  try {
    return await calls.call(LOOK_MS, (client) => checkRedis(client, storeName(address), now));
  } finally {
    await calls.close();
  }
}

/** A backend in a Redis, or a Valkey, of one node. Rejects when it cannot be used, and with SetupError when it never can. */
export async function openRedis(address: ServerAddress, { log, now }: OpenParts): Promise<Backend> {
  const name = storeName(address);
  const calls = connectRedis(address.url);
  try {
    const { flushing, notes } = await calls.call(START_MS, (client) => checkRedis(client, name, now));
    for (const note of notes) log.warn({}, note);
    return backendOn(address, calls, flushing);
  } catch (error) {
    await calls.close();
    throw error;
  }
}

/** For reading only: whatever is wrong with the server, what it has can be copied. Others may write to it meanwhile. */
export async function readRedis(address: ServerAddress): Promise<Backend> {
  const calls = connectRedis(address.url);
  try {
    await calls.call(START_MS, (client) => client.ping());
  } catch (error) {
    await calls.close();
    throw error;
  }
  return backendOn(address, calls, 'none');
}

function backendOn(address: ServerAddress, calls: RedisCalls, flushing: Flushing): Backend {
  // Whoever waits for the disk holds up all that follows on the same connection.
  const waiting = flushing === 'wait' ? connectRedis(address.url) : null;
  const users = createUsers(async () => {
    await Promise.all([calls.close(), waiting?.close()]);
  });
  return {
    table: async (kind) => redisTable({ kind, calls, close: users.join() }),
    async verify() {
      // Who operates Redis may change it while it runs.
      refuseForgetful(await calls.call(CALL_MS, infoOf), storeName(address));
    },
    ...(waiting && { flush: () => waiting.call(CALL_MS + FLUSH_MS, flush) }),
  };
}

const Flushed = z.tuple([z.number(), z.number()]);

/** Redis waits only for what was written on the same connection, and for everything that anybody wrote before that. */
async function flush(client: RedisClient): Promise<void> {
  await client.set('darkroom:flush', '');
  const [local] = Flushed.parse(await client.sendCommand(['WAITAOF', '1', '0', String(FLUSH_MS)]));
  if (local < 1) throw new Error(`it takes longer than ${FLUSH_MS} ms`);
}
