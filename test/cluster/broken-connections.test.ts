import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { connectBull } from '../../src/cluster/bullmq/connection.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';

/** What BullMQ takes before it looks whether its tables are there. */
const LOCK = "SELECT pg_advisory_lock(1112886348, hashtext('bullmq'))";
const WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'";

test.skipIf(!hasPostgres())(
  'a PostgreSQL that dies while a process begins to work with it ends no process',
  async ({ onTestFinished }) => {
    const server = await startPostgres();
    const holder = new pg.Client({ connectionString: server.url });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query(LOCK);
    const heard: Error[] = [];
    const bull = connectBull({ kind: 'postgres', url: server.url }, 'a', (error) => void heard.push(error));
    onTestFinished(bull.close);
    bull
      .queue('wake-ups', {})
      .add('wake-up', {})
      .catch(() => undefined);
    await vi.waitUntil(async () => (await server.ask(server.url, WAITING)).length > 0, 10_000);
    await server.kill();
    // What is thrown where nobody listens makes this test fail by itself.
    await vi.waitUntil(() => heard.some(({ message }) => /ECONNRESET|terminated/.test(message)), 10_000);
    expect(heard.length).toBeGreaterThan(0);
  },
);
