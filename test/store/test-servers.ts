import { afterAll, beforeAll } from 'vitest';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { type RedisServer, startRedis } from '../servers/redis.ts';

type Shared<S> = {
  readonly server: () => S;
  /** The address of an empty store on it. */
  readonly url: () => Promise<string>;
};

/** A Redis for all tests of a file or a `describe`. */
export function sharedRedis(): Shared<RedisServer> {
  const server = shared((onEnd) => startRedis(onEnd, { databases: '1000' }));
  let used = 0;
  return {
    server,
    async url() {
      used += 1;
      return `${server().url}/${used}`;
    },
  };
}

/** A PostgreSQL for all tests of a file or a `describe`. */
export function sharedPostgres(): Shared<PostgresServer> {
  const server = shared(startPostgres);
  return { server, url: () => server().database() };
}

function shared<S>(start: (onEnd: (end: () => void | Promise<void>) => void) => Promise<S>): () => S {
  const ends: (() => void | Promise<void>)[] = [];
  let server: S | null = null;
  beforeAll(async () => {
    server = await start((end) => ends.push(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => {
    if (server === null) throw new Error('the server is not there yet');
    return server;
  };
}
