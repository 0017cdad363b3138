import { type Client, Events, GatewayDispatchEvents } from 'discord.js';

/**
 * Keeps discord.js 14 from ending the process when Discord resumes a session and forgets it in the same moment. discord.js
 * then reads the sequence number of a session that is gone, which throws where nobody can catch it
 * (https://github.com/discordjs/discord.js/blob/v14/packages/discord.js/src/client/websocket/handlers/RESUMED.js). So the
 * shard gets a session for that moment.
 */
export function guardResume(client: Client): void {
  client.ws.on(GatewayDispatchEvents.Resumed, (_: unknown, shardId: number) => {
    const shard = client.ws.shards.get(shardId);
    if (!shard || Reflect.get(shard, 'sessionInfo') !== null) return;
    Reflect.set(shard, 'sessionInfo', { sequence: 0 });
    client.once(Events.ShardResume, () => Reflect.set(shard, 'sessionInfo', null));
  });
}
