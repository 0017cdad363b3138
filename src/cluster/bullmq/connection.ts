import {
  type BackendFactory,
  type ConnectionOptions,
  createNodeRedisClient,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type JobsOptions,
  type PostgresQueueBackend,
  type Processor,
  Queue,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { createClient } from 'redis';
import { z } from 'zod';
import type { ServerAddress } from '../../lib/store-address.ts';
import { endsWithin } from '../../lib/timeout.ts';
import type { HeldLock } from './stale-lock.ts';
import { keepListening, keepListeningToCopies } from './steady-listening.ts';

/** What stands before the names of all keys, in braces as BullMQ asks for it. PostgreSQL has a schema of BullMQ's instead. */
const PREFIX = '{darkroom}';
/** How long PostgreSQL may take to connect and to answer, in ms. */
const PG_PATIENCE = { connectionTimeoutMillis: 5_000, query_timeout: 10_000 };
/** How many connections of a pool a queue may open: it does one thing at a time. */
const PG_CONNECTIONS = 4;
/** How many events of a queue the server keeps. Nobody reads them. */
const EVENTS_KEPT = 100;
/** How long closing may take, in ms. A connection that nobody answers would never end. */
const CLOSE_PATIENCE = 1_000;

const HOLDER = `SELECT lock_token AS token, locked_until_ms::text AS until FROM job
  WHERE queue = $1 AND id = $2 AND state = 'active' AND lock_token IS NOT NULL`;
const Holder = z.array(z.object({ token: z.string(), until: z.string() }));

export type BullQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend, ConnectionOptions>;
export type BullWorker = Worker<unknown, unknown, string, IQueueBackend>;

/** What a worker is told beside where its server is. It runs when `run` is called. */
export type WorkerChoices = Omit<WorkerOptions, 'connection' | 'prefix' | 'name' | 'autorun'>;

/** Connections of this process to the server, for queues and workers that are closed together. */
export type Bull = {
  queue(name: string, defaultJobOptions: JobsOptions): BullQueue;
  worker(name: string, process: Processor<unknown, unknown>, choices: WorkerChoices): BullWorker;
  /** Who works on a job. Null where the server's clock alone decides for how long, and when nobody does. */
  holder(queue: string, jobId: string): Promise<HeldLock | null>;
  /** Cuts everything off that has not ended within a second. Never rejects. */
  close(): Promise<void>;
};

/** `id` is shown to whoever lists the server's connections. `onError` is told of every trouble; BullMQ goes on by itself. */
export function connectBull(address: ServerAddress, id: string, onError: (error: Error) => void): Bull {
  const server = address.kind === 'redis' ? redisServer(address.url, onError) : postgresServer(address.url, onError);
  const { connection, backend } = server;
  const parts: (BullQueue | BullWorker)[] = [];
  return {
    queue(name, defaultJobOptions) {
      const streams = { events: { maxLen: EVENTS_KEPT } };
      const queue: BullQueue = new Queue(name, { connection, prefix: PREFIX, defaultJobOptions, streams }, backend);
      // Without a listener an error would end the process.
      queue.on('error', onError);
      parts.push(queue);
      return queue;
    },
    worker(name, process, choices) {
      const options = { ...choices, connection, prefix: PREFIX, name: id, autorun: false };
      const worker: BullWorker = new Worker(name, process, options, backend);
      worker.on('error', onError);
      parts.push(worker);
      return worker;
    },
    holder: server.holder,
    async close() {
      const ended = Promise.allSettled(parts.map((part) => part.close()));
      if (!(await endsWithin(CLOSE_PATIENCE, ended))) for (const part of parts) part.disconnect().catch(onError);
      server.cut();
    },
  };
}

type Server = {
  readonly connection: ConnectionOptions;
  readonly backend: BackendFactory<IQueueBackend>;
  readonly holder: Bull['holder'];
  cut(): void;
};

function redisServer(url: string, onError: (error: Error) => void): Server {
  const client = createClient({ url });
  const connection = createNodeRedisClient(client);
  connection.on('error', onError);
  keepListeningToCopies(connection);
  return {
    connection,
    backend: createRedisBackend,
    holder: async () => null,
    cut() {
      if (client.isOpen) client.destroy();
    },
  };
}

function postgresServer(url: string, onError: (error: Error) => void): Server {
  // What a power cut takes with it is done again: a lock runs out, and the leader looks at the store itself.
  const settings = '-c synchronous_commit=off';
  const options = { connectionString: url, migrate: true, max: PG_CONNECTIONS, options: settings, ...PG_PATIENCE };
  let first: PostgresQueueBackend | null = null;
  return {
    connection: {},
    backend(name, given, more) {
      const backend = createPostgresBackend(name, { ...given, connection: options }, more);
      // BullMQ listens to those connections that nobody uses; one that breaks while it is in use would end the process.
      backend.connection.pool.on('connect', (client) => client.on('error', onError));
      keepListening(backend);
      first ??= backend;
      return backend;
    },
    async holder(queue, jobId) {
      const answer = await first?.connection.pool.query(HOLDER, [queue, jobId]);
      return Holder.parse(answer?.rows ?? [])[0] ?? null;
    },
    cut: () => undefined,
  };
}
