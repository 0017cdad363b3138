import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { connectBull } from '../../src/cluster/bullmq/connection.ts';
import { openCluster } from '../../src/cluster/cluster.ts';
import { createWireProxy } from '../emulator/wire/proxy.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { silentLog } from '../store/sample-records.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };

/** What BullMQ takes before it looks whether its tables are there. */
const LOCK = "SELECT pg_advisory_lock(1112886348, hashtext('bullmq'))";
const WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'";

test.skipIf(!hasRedis())(
  'a Redis that breaks off what is being connected to it while a process gives that up ends no process',
  async ({ onTestFinished }) => {
    const server = await startRedis();
    const network = await createWireProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    onTestFinished(network.close);
    // It gives that up at every moment: so many turns of the event loop later.
    for (let turns = 0; turns < 24; turns += 1) {
      network.set('pass');
      const bull = connectBull({ kind: 'redis', url: network.url('redis') }, 'a', () => undefined);
      bull.worker('wake-ups', async () => undefined, {});
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      network.set('refuse');
      // What is thrown where nobody listens makes this test fail by itself.
      await bull.close();
    }
  },
  60_000,
);

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

test.skipIf(!hasPostgres())(
  'a PostgreSQL that is stopped while processes work with it ends none of them, and they go on with it afterwards',
  async ({ onTestFinished }) => {
    const server = await startPostgres();
    const { signal } = new AbortController();
    const heard = new Set<string>();
    const clusters = await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        openCluster({ address: { kind: 'postgres', url: server.url }, id, log: silentLog, signal }),
      ),
    );
    onTestFinished(async () => void (await Promise.all(clusters.map((one) => one.close()))));
    for (const { leadership, wakeUps, deliveries } of clusters) {
      deliveries?.work(async () => null);
      leadership.hold(async (over) => {
        await wakeUps.receive(async (wakeUp) => void heard.add('job' in wakeUp ? wakeUp.job : wakeUp.task), over);
      });
    }
    const sendAll = (round: string) => {
      for (const [n, { wakeUps, deliveries }] of clusters.entries()) {
        wakeUps.send({ job: `${round} ${n}` });
        deliveries?.send(`${round}-${n}`).catch(() => undefined);
      }
    };
    sendAll('before');
    await vi.waitUntil(() => heard.size === 3, PATIENCE);
    sendAll('meanwhile');
    await server.stop();
    sendAll('without');
    await server.restart();
    // What is thrown where nobody listens makes this test fail by itself.
    await vi.waitUntil(() => heard.has('without 2'), PATIENCE);
  },
  60_000,
);
