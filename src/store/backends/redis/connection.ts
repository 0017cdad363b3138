import { createHash } from 'node:crypto';
import { createClient } from 'redis';
import { z } from 'zod';
import { unlessAborted } from '../../../lib/timeout.ts';
import { CALL_MS, createServerCalls, type ServerCalls } from '../server-calls.ts';
import type { Script } from './scripts.ts';

/** The pause before each try to connect again, in ms, and where Redis does not let us in. */
const [RETRY_MS, REFUSED_MS] = [150, 5_000];

function newClient(url: string) {
  return createClient({
    url,
    socket: { connectTimeout: CALL_MS, reconnectStrategy },
    // What is sent while there is no connection would be done when there is one, after its caller has given up.
    disableOfflineQueue: true,
    // Its own deadline is only for what waits to be sent, and costs a timer for each command.
    commandOptions: { timeout: 0 },
  }).setMaxListeners(0);
}

function reconnectStrategy(_: number, { message }: Error): number {
  return /^(?:WRONGPASS|NOAUTH|NOPERM|ERR AUTH)/.test(message) ? REFUSED_MS : RETRY_MS;
}

export type RedisClient = ReturnType<typeof newClient>;

type Connection = { readonly client: RedisClient; trouble: string | null };

/** Calls to Redis over one connection. While there is none, a call waits for it as long as it may. */
export type RedisCalls = {
  call<T>(ms: number, work: (client: RedisClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Connects to Redis, now and whenever the connection is lost. */
export function connectRedis(url: string): RedisCalls {
  function open(): Connection {
    const connection: Connection = { client: newClient(url), trouble: null };
    // Without a listener a lost connection ends the process.
    connection.client.on('error', (error: unknown) => {
      connection.trouble = error instanceof Error ? error.message : null;
    });
    connection.client.on('ready', () => {
      connection.trouble = null;
    });
    connection.client.connect().catch(() => undefined);
    return connection;
  }

  const calls: ServerCalls<Connection> = createServerCalls({
    open,
    discard: async ({ client }) => {
      if (client.isOpen) client.destroy();
    },
    troubleOf: ({ trouble }) => trouble,
  });

  return {
    call: (ms, work) =>
      calls.call(ms, async ({ client }, signal) => {
        if (!client.isReady) await unlessAborted(signal, () => nextReady(client));
        return work(client);
      }),
    close: calls.close,
  };
}

function nextReady(client: RedisClient): Promise<void> {
  return new Promise((resolve) => client.once('ready', () => resolve()));
}

/** Runs a script, which Redis may not know yet. */
export async function runScript(
  client: RedisClient,
  script: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<number> {
  const given = { keys: [...keys], arguments: [...args] };
  try {
    return z.number().parse(await client.evalSha(shaOf(script), given));
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return z.number().parse(await client.eval(script, given));
  }
}

const shas = new Map<Script, string>();

/** The name under which Redis knows a script that it has run. */
function shaOf(script: Script): string {
  const sha = shas.get(script) ?? createHash('sha1').update(script).digest('hex');
  shas.set(script, sha);
  return sha;
}
