import { describe, expect, test } from 'vitest';
import { createWireProxy } from '../emulator/wire/proxy.ts';
import { createMembers } from './member-process.ts';
import { newPlace, rememberDeaths, servers, startServer } from './places.ts';

/** How long a takeover may take on a busy machine, in ms: alone it takes 4 to 6 s on a server and 0.2 s on a file. */
const TAKEOVER = { sqlite: 2_000, redis: 9_000, postgres: 9_000 };
/** The same when the leader leaves, which alone takes 5 to 130 ms; on a file, up to 200 ms. */
const HANDOVER = 2_000;
/** How long a process may take that has just started, or whose server has, in ms. */
const START = 15_000;
/** What two clocks of one machine and two pipes may make of no time at all, in ms. */
const NOTHING = 250;
/** In ms. */
const HOUR = 3_600_000;

describe.each(['sqlite', ...servers] as const)('processes on one store (%s)', { timeout: 120_000 }, (kind) => {
  test('one of three leads, and when it leaves another one leads at once', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    for (let count = 0; count < 3; count += 1) await members.start(place);
    const first = await members.leader(START);
    await first.leave();
    expect(first.end()).toBe('handover');
    await members.leader(HANDOVER, first);
    expect(members.overlap()).toBeLessThan(NOTHING);
  });

  test('two that leave at once are gone soon, and the third leads', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const [one, two, three] = [await members.start(place), await members.start(place), await members.start(place)];
    const first = await members.leader(START);
    const followers = [one, two, three].filter((member) => member !== first);
    const [second, third] = followers;
    await Promise.all([first.leave(), second?.leave()]);
    expect(await members.leader(HANDOVER)).toBe(third);
    expect(members.overlap()).toBeLessThan(NOTHING);
  });

  test('when the leader is killed another one leads, again and again', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    await members.start(place);
    const first = await members.leader(START);
    await members.start(place);
    await first.kill();
    const second = await members.leader(TAKEOVER[kind]);
    await members.start(place);
    await second.kill();
    await members.leader(TAKEOVER[kind]);
    expect(members.overlap()).toBeLessThan(NOTHING);
  });
});

describe.each(servers)('processes that share a server (%s)', { timeout: 120_000 }, (kind) => {
  test('a frozen leader is replaced, and learns it as soon as it wakes', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const first = await members.start(place);
    await members.leader(START);
    const second = await members.start(place);
    first.signal('SIGSTOP');
    await members.until(() => second.leads(), TAKEOVER[kind], 'the other one to lead');
    first.signal('SIGCONT');
    await members.until(() => first.end(), 1_000, 'the frozen one to learn it');
    expect(first.end()).toBe('lost');
    await second.leave();
    expect(await members.leader(START)).toBe(first);
  });

  test('a leader whose network is silent has ended before another one leads, and may lead again', async () => {
    const server = await startServer(kind);
    const proxy = await createWireProxy({ host: '127.0.0.1', port: server.port });
    const members = createMembers();
    const through = new URL(server.url);
    through.port = `${proxy.port}`;
    const first = await members.start({ kind, url: through.href });
    await members.leader(START);
    const second = await members.start({ kind, url: server.url });
    proxy.set('swallow');
    await members.until(() => first.end(), 4_500, 'the leader to end');
    expect(first.end()).toBe('lost');
    await members.until(() => second.leads(), TAKEOVER[kind], 'the other one to lead');
    expect(members.overlap()).toBeLessThan(NOTHING);
    proxy.set('pass');
    await second.leave();
    expect(await members.leader(START)).toBe(first);
    await first.leave();
    await proxy.close();
  });

  test('a leader whose clock was an hour ahead is replaced when it dies', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const first = await members.start(place, HOUR);
    await members.leader(START);
    await members.start(place);
    await members.start(place);
    await first.kill();
    const second = await members.leader(START, first);
    await second.leave();
    await members.leader(HANDOVER, second);
    expect(members.overlap()).toBeLessThan(NOTHING);
  });

  test('a newcomer whose clock is an hour ahead makes no second leader', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const first = await members.start(place);
    await members.leader(START);
    const second = await members.start(place, HOUR);
    first.send('1');
    await members.until(() => [first, second].some((member) => member.woken().length > 0), START, 'the wake-up');
    await first.kill();
    expect(await members.leader(START)).toBe(second);
    expect(members.overlap()).toBeLessThan(1_500);
  });

  test('a leader is replaced however many have died before', async () => {
    const place = await newPlace(kind);
    const members = createMembers();
    const first = await members.start(place);
    await members.leader(START);
    await rememberDeaths(place);
    await members.start(place);
    await first.kill();
    await members.leader(TAKEOVER[kind], first);
  });
});
