import { EventEmitter } from 'node:events';
import { SimpleShardingStrategy } from 'discord.js';

type Shard = { connect(): Promise<void> };
type Method = (...given: unknown[]) => Promise<void>;

/**
 * The gateway's connections, as discord.js has them, but for three things that it gets wrong. While there is no way to the gateway, a
 * login would fail though its shards go on trying: here it waits until they are connected. A shard that is told to end between two tries
 * would come to life again, log in, and be heard by nobody: here it ends. And a shard that has two reasons at once to connect anew would
 * do so twice, or throw where nobody can catch it: here it does so once.
 */
export class Shards extends SimpleShardingStrategy {
  #all(): readonly Shard[] {
    const shards: unknown = Reflect.get(this, 'shards');
    return shards instanceof Map ? [...shards.values()].filter(isShard) : [];
  }

  override async spawn(ids: number[]): Promise<void> {
    await super.spawn(ids);
    for (const shard of this.#all()) joinReconnects(shard);
  }

  override async connect(): Promise<void> {
    await Promise.allSettled(this.#all().map((shard) => shard.connect()));
  }

  override async destroy(options?: Parameters<SimpleShardingStrategy['destroy']>[0]): Promise<void> {
    for (const shard of this.#all()) retire(shard);
    await super.destroy(options);
  }
}

/** From the first reason to connect anew until that begins, every further one waits for the same. */
function joinReconnects(shard: Shard): void {
  const destroy = methodOf(shard, 'destroy');
  const connect = methodOf(shard, 'internalConnect');
  if (!destroy || !connect) return;
  let running: Promise<void> | null = null;
  Reflect.set(shard, 'internalConnect', () => {
    running = null;
    return connect();
  });
  Reflect.set(shard, 'destroy', (options?: { readonly recover?: number }) => {
    if (options?.recover === undefined) return destroy(options);
    const reconnect =
      running ??
      destroy(options).finally(() => {
        if (running === reconnect) running = null;
      });
    running = reconnect;
    return reconnect;
  });
}

function retire(shard: Shard): void {
  Reflect.set(shard, 'internalConnect', async () => undefined);
  const socket: unknown = Reflect.get(shard, 'connection');
  // discord.js takes its own listener off, and an error that nobody listens to would end the process.
  if (socket instanceof EventEmitter) socket.on('error', () => undefined);
}

/** A method of a shard that discord.js keeps to itself; null where there is none. */
function methodOf(shard: Shard, name: string): Method | null {
  const method: unknown = Reflect.get(shard, name);
  return typeof method === 'function' ? async (...given) => Reflect.apply(method, shard, given) : null;
}

function isShard(value: unknown): value is Shard {
  return typeof value === 'object' && value !== null && 'connect' in value && typeof value.connect === 'function';
}
