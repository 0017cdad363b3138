import { describe, expect, test } from 'vitest';
import { SetupError, StoreError } from '../../src/domain/failures/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { sampleClock } from '../sample-clock.ts';
import { asNewerRedis } from '../servers/newer-redis.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { receivedJob, silentLog, submittingJob } from './sample-records.ts';
import { openTestStore } from './test-store.ts';

/** What a start says of a store that it does not take. */
async function refusalOf(url: string, ahead = 0): Promise<unknown> {
  const clock = sampleClock(() => Date.now() + ahead);
  return openStore({ url, log: silentLog, clock }).then(
    async (store) => {
      await store.close();
      return null;
    },
    (error: unknown) => error,
  );
}

/** The notes of a start that takes the store. */
async function notesOf(url: string, ahead = 0): Promise<readonly string[]> {
  const notes: string[] = [];
  const log = { ...silentLog, warn: (_: object, sentence: string) => void notes.push(sentence) };
  await openTestStore({ url, log, clock: sampleClock(() => Date.now() + ahead) });
  return notes;
}

const MINUTE = 60_000;

describe.skipIf(!hasRedis())('a Redis', () => {
  test.each([
    [
      'may forget what it was given when it stops',
      { appendonly: 'no' },
      /: set appendonly yes in its configuration\.$/,
    ],
    [
      'throws records away when its memory is full',
      { 'maxmemory-policy': 'allkeys-lru' },
      /\(allkeys-lru\): set maxmemory-policy noeviction\.$/,
    ],
    ['is a replica', { replicaof: '127.0.0.1 1' }, /: let STORE_URL name its master\.$/],
    ['is part of a cluster', { 'cluster-enabled': 'yes' }, /: give it a Redis of one node\.$/],
  ])('that %s is refused in one sentence that says what to do', async (_, settings, sentence) => {
    const { url } = await startRedis(undefined, settings);
    const refusal = await refusalOf(url);
    expect(refusal).toBeInstanceOf(SetupError);
    expect(String(refusal)).toMatch(/^SetupError: The store redis:\/\/127\.0\.0\.1:\d+ [^\n]*\.$/);
    expect(String(refusal)).toMatch(sentence);
  });

  test('whose disk cannot be waited for is taken, and the start says what a power cut may cost', async () => {
    const { url } = await startRedis();
    const notes = await notesOf(url);
    // From 7.2 on it can be waited for.
    expect(notes.length === 0 || /a power cut .* set appendfsync always$/.test(notes.join())).toBe(true);
    const always = await startRedis(undefined, { appendfsync: 'always' });
    expect(await notesOf(always.url)).toEqual([]);
  });

  test('whose disk can be waited for is waited for before a job is submitted, and no submission begins without it', async () => {
    const { port } = await startRedis();
    let written = 1;
    const redis = await asNewerRedis(port, () => written);
    expect(await notesOf(redis.url)).toEqual([]);
    const { jobs } = await openTestStore({ url: redis.url });
    await jobs.add(receivedJob('10'));
    expect(redis.asked()).toBe(0);
    await jobs.replace(receivedJob('10'), submittingJob('10'));
    expect(redis.asked()).toBe(1);
    written = 0;
    await jobs.add(receivedJob('11'));
    await expect(jobs.replace(receivedJob('11'), submittingJob('11'))).rejects.toThrow(
      /^The store cannot rely on the disk \(.*\): nothing is submitted until it can\.$/,
    );
  });

  test('that is set to forget while the bot runs is noticed by a check', async () => {
    const { url, tell } = await startRedis();
    const { check } = await openTestStore({ url });
    await check();
    await tell('CONFIG SET appendonly no');
    await expect(check()).rejects.toThrow(/may forget what it was given when it stops/);
    await tell('CONFIG SET appendonly yes');
    await check();
  });

  test('that wants a password is told from one that is not there, and neither sentence has the password', async () => {
    const { url, stop } = await startRedis(undefined, { requirepass: 'secret' });
    expect(await refusalOf(url.replace('redis://', 'redis://:secret@'))).toBeNull();
    const wrong = await refusalOf(url.replace('redis://', 'redis://:hunter2@'));
    expect(wrong).toBeInstanceOf(StoreError);
    expect(String(wrong)).toMatch(
      /^StoreError: The store redis:\/\/127[^\n]* cannot be used \([^\n]*WRONGPASS[^\n]*\.$/,
    );
    await stop();
    const gone = await refusalOf(url.replace('redis://', 'redis://:hunter2@'));
    expect(String(gone)).toMatch(/ECONNREFUSED/);
    expect(`${wrong}${gone}`).not.toContain('hunter2');
  });

  test('whose clock is seconds off is told of, and one that is minutes off is refused', async () => {
    const { url } = await startRedis(undefined, { appendfsync: 'always' });
    expect(await notesOf(url, 0)).toEqual([]);
    expect(await notesOf(url, 5000)).toEqual([
      expect.stringMatching(/clock of the store redis:.* are 5 seconds apart/),
    ]);
    expect(String(await refusalOf(url, -MINUTE))).toMatch(
      /^SetupError: The clock of the store redis:.* are 60 seconds apart: set both by NTP\.$/,
    );
  });
});

describe.skipIf(!hasPostgres())('a PostgreSQL', () => {
  test('is taken without a note, also while somebody else makes the same tables', async () => {
    const { database } = await startPostgres();
    const url = await database();
    expect(await Promise.all([notesOf(url), notesOf(url), notesOf(url)])).toEqual([[], [], []]);
  });

  test('that cannot hold every text is refused', async () => {
    const server = await startPostgres();
    await server.ask(server.url, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    const refusal = await refusalOf(server.url.replace(/\/postgres$/, '/latin'));
    expect(refusal).toBeInstanceOf(SetupError);
    expect(String(refusal)).toMatch(/\/latin holds texts as LATIN1: make a database with ENCODING 'UTF8'/);
  });

  test('in which its user may make nothing is refused until somebody lets it', async () => {
    const server = await startPostgres();
    const url = await server.database();
    await server.ask(url, "CREATE ROLE guest LOGIN PASSWORD 'guest'");
    const ours = url.replace('darkroom:hunter2', 'guest:guest');
    expect(String(await refusalOf(ours))).toMatch(/^SetupError: The store .* is closed to its user: .* GRANT CREATE/);
    await server.ask(url, 'CREATE SCHEMA darkroom AUTHORIZATION guest');
    // BullMQ has a schema of its own, and asks for it at every start.
    expect(String(await refusalOf(ours))).toMatch(/GRANT CREATE ON DATABASE to that user/);
    await server.ask(url, `GRANT CREATE ON DATABASE "${new URL(url).pathname.slice(1)}" TO guest`);
    expect(await refusalOf(ours)).toBeNull();
  });

  test('that is a standby is refused', async () => {
    const server = await startPostgres();
    await server.becomeStandby();
    expect(String(await refusalOf(server.url))).toMatch(
      /^SetupError: .* is in a standby, .*: let STORE_URL name its primary\.$/,
    );
  });

  test('whose disk is not waited for is told of', async () => {
    const server = await startPostgres();
    await server.ask(server.url, 'ALTER SYSTEM SET fsync = off');
    await server.ask(server.url, 'SELECT pg_reload_conf()');
    expect(await notesOf(server.url)).toEqual([
      expect.stringMatching(/^a power cut may damage .* fsync off, set it on$/),
    ]);
  });

  test('that refuses a password, a database or us is told from one that is not there', async () => {
    const server = await startPostgres();
    const sentences = [
      await refusalOf(server.url.replace('hunter2', 'hunter3')),
      await refusalOf(server.url.replace(/\/postgres$/, '/nowhere')),
    ];
    await server.stop();
    sentences.push(await refusalOf(server.url));
    for (const sentence of sentences) {
      expect(sentence).toBeInstanceOf(StoreError);
      expect(String(sentence)).toMatch(/^StoreError: The store postgres:\/\/127[^\n]* cannot be used \([^\n]+\.$/);
      expect(String(sentence)).not.toMatch(/hunter/);
    }
    expect(sentences.map(String)).toEqual([
      expect.stringMatching(/password authentication failed/),
      expect.stringMatching(/database "nowhere" does not exist/),
      expect.stringMatching(/ECONNREFUSED/),
    ]);
  });

  test('whose clock is seconds off is told of, and one that is minutes off is refused', async () => {
    const { url } = await startPostgres();
    expect(await notesOf(url, -5000)).toEqual([
      expect.stringMatching(/clock of the store postgres:.* are 5 seconds apart/),
    ]);
    expect(String(await refusalOf(url, MINUTE))).toMatch(/^SetupError: The clock of .* are 60 seconds apart/);
  });
});
