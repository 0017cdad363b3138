import { EventEmitter } from 'node:events';
import { SimpleShardingStrategy } from 'discord.js';

type Shard = { connect(): Promise<void> };

/**
 * The gateway's connections, as discord.js has them, but for two things that it gets wrong while there is no way to the gateway.
 * A login would fail though its shards go on trying: here it waits until they are connected. And a shard that is told to end
 * between two tries would come to life again, log in, and be heard by nobody: here it ends.
 */
export class Shards extends SimpleShardingStrategy {
  #all(): readonly Shard[] {
    const shards: unknown = Reflect.get(this, 'shards');
    return shards instanceof Map ? [...shards.values()].filter(isShard) : [];
  }

  override async connect(): Promise<void> {
    await Promise.allSettled(this.#all().map((shard) => shard.connect()));
  }

  override async destroy(options?: Parameters<SimpleShardingStrategy['destroy']>[0]): Promise<void> {
    for (const shard of this.#all()) retire(shard);
    await super.destroy(options);
  }
}

function retire(shard: Shard): void {
  Reflect.set(shard, 'internalConnect', async () => undefined);
  const socket: unknown = Reflect.get(shard, 'connection');
  // discord.js takes its own listener off, and an error that nobody listens to would end the process.
  if (socket instanceof EventEmitter) socket.on('error', () => undefined);
}

function isShard(value: unknown): value is Shard {
  return typeof value === 'object' && value !== null && 'connect' in value && typeof value.connect === 'function';
}
