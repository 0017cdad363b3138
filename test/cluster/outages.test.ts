import { describe, expect, test } from 'vitest';
import { startRedis } from '../servers/redis.ts';
import { createMembers } from './member-process.ts';
import { servers, startServer } from './places.ts';

/** How long a leader may be missing when the server is there again, in ms: alone it takes a second or two. */
const RECOVERY = 15_000;
const START = 15_000;

describe.each(servers)('processes whose server is gone for a while (%s)', { timeout: 120_000 }, (kind) => {
  test('lead no longer, and one of them leads when it is there again', async () => {
    const server = await startServer(kind);
    const members = createMembers();
    await members.start({ kind, url: server.url });
    await members.start({ kind, url: server.url });
    const first = await members.leader(START);
    await server.kill();
    await members.until(() => first.end(), 4_500, 'the leader to end');
    expect(first.end()).toBe('lost');
    await server.restart();
    const second = await members.leader(RECOVERY);
    await second.kill();
    await members.leader(RECOVERY, second);
    expect(members.overlap()).toBe(0);
  });

  test('all leave soon when they are told to meanwhile', async () => {
    const server = await startServer(kind);
    const members = createMembers();
    const all = [await members.start({ kind, url: server.url }), await members.start({ kind, url: server.url })];
    const leader = await members.leader(START);
    leader.send('1', '2');
    server.pause();
    for (const member of all) member.send('3');
    const since = performance.now();
    await Promise.all(all.map((member) => member.leave()));
    expect(performance.now() - since).toBeLessThan(9_000);
  });
});

test.skipIf(!servers.includes('redis'))(
  'when somebody empties the Redis, one process leads soon, and only one',
  async () => {
    const server = await startRedis();
    const members = createMembers();
    const place = { kind: 'redis', url: server.url } as const;
    await members.start(place);
    await members.start(place);
    const first = await members.leader(START);
    await server.flushAll();
    await members.until(() => first.end(), 4_500, 'the leader to end');
    const second = await members.leader(RECOVERY);
    await second.leave();
    await members.leader(RECOVERY, second);
    // The one that led learns by its next renewal, after a second at most.
    expect(members.overlap()).toBeLessThan(1_500);
  },
);
