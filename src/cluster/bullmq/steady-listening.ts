import type { IRedisClient, PostgresQueueBackend } from 'bullmq';

/**
 * Keeps a listener on the connection by which BullMQ hears of news. It takes all listeners off before it ends that connection, and a
 * PostgreSQL that stops in the same moment has an error to tell, which would end the process (bullmq 6.7,
 * `PostgresConnection.close`).
 */
export function keepListening({ connection }: Pick<PostgresQueueBackend, 'connection'>): void {
  const open = connection.getListenClient.bind(connection);
  const kept = new WeakSet<object>();
  connection.getListenClient = async () => {
    const client = await open();
    if (kept.has(client)) return client;
    kept.add(client);
    const removeAll = client.removeAllListeners.bind(client);
    client.removeAllListeners = (event) => {
      removeAll(event);
      return client.on('error', () => undefined);
    };
    return client;
  };
}

/**
 * Keeps a listener on every connection that BullMQ makes beside this one. It takes its own off when it closes one, and what is being
 * connected then has an error to tell where Redis breaks it off, which would end the process (bullmq 6.7, `RedisConnection.close`).
 */
export function keepListeningToCopies(connection: Pick<IRedisClient, 'duplicate'>): void {
  const duplicate = connection.duplicate.bind(connection);
  connection.duplicate = (...args) => {
    const copy = duplicate(...args);
    copy.on('error', () => undefined);
    keepListeningToCopies(copy);
    return copy;
  };
}
