import { type Client, Events, GatewayDispatchEvents } from 'discord.js';

/**
 * discord.js 14 throws where nobody can catch it, which ends the process, when Discord forgets a session in the same moment
 * in which it resumed it: to tell how much was replayed it asks a session that is gone
 * (https://github.com/discordjs/discord.js/blob/v14/packages/discord.js/src/client/websocket/handlers/RESUMED.js). For that
 * moment it is given one.
 */
export function guardResume(client: Client): void {
  client.ws.on(GatewayDispatchEvents.Resumed, (_: unknown, shardId: number) => {
    const shard = client.ws.shards.get(shardId);
    if (!shard || Reflect.get(shard, 'sessionInfo') !== null) return;
    Reflect.set(shard, 'sessionInfo', { sequence: 0 });
    client.once(Events.ShardResume, () => Reflect.set(shard, 'sessionInfo', null));
  });
}
