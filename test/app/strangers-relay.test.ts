import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { unmeasured } from '../../src/app/instruments.ts';
import { createServerRelays } from '../../src/app/server-relays.ts';
import { readConfig } from '../../src/config.ts';
import type { Relay } from '../../src/domain/ports/relay.ts';
import { createProxy } from '../../src/proxy/proxy.ts';
import { relayAddress } from '../../src/relay/http/address.ts';
import { createNamedRelay } from '../../src/relay/named-relay.ts';
import { noServerKeys } from '../no-server-keys.ts';
import { sampleClock } from '../sample-clock.ts';
import { pendingTask } from '../sample-task.ts';

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const GUILD = '111111111111111111';

/** Something that listens on this machine, and counts who connects. */
async function inside() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  // By name it is found under both families.
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  onTestFinished(() => void server.close());
  return { port, connections: () => connections };
}

/** What opens the relays of servers, for services at these hosts beside those of the operator's relays. */
function relaysOf(hosts: readonly string[], operatorsUrls: readonly string[] = []) {
  const [main] = readConfig({ DISCORD_TOKEN: 'a-token', RELAY_API_KEY: 'sk-key' }).relays;
  if (!main) throw new Error('there is no relay');
  return createServerRelays({
    keys: noServerKeys,
    relays: operatorsUrls.map((url) => ({ config: main, address: relayAddress(url, null) })),
    hosts,
    pictures: { readPicture: async () => 'tooLarge', checkLink: async () => null, drawMask: async () => 'tooLarge' },
    proxy: createProxy({ http: '', https: '', bypass: '' }),
    instruments: unmeasured,
    refusals: { all: async () => [], add: async () => {} },
    switchedOff: async () => [],
    deadlines: { fetch: 2_000 },
    clock: sampleClock(),
    log,
    pollSeconds: 60,
    due: () => [],
    seen: async () => {},
    looked: silent,
  });
}

test('a service whose name leads to a private address is not connected to, whatever key is tried there', async () => {
  const { port, connections } = await inside();
  const named = `localhost:${port}`;
  expect(await relaysOf([named]).tryKey(named, 'sk-any')).toBe('silent');
  expect(connections()).toBe(0);
});

test('the operator’s own service may stand at a private address', async () => {
  const { port, connections } = await inside();
  await relaysOf([], [`http://127.0.0.1:${port}`]).tryKey(`127.0.0.1:${port}`, 'sk-any');
  expect(connections()).toBeGreaterThan(0);
});

test.each(['127.0.0.1', '[::1]', 'another.example'])(
  'a service that servers may not choose is asked nothing: %s',
  async (host) => {
    const { port, connections } = await inside();
    expect(await relaysOf(['relay.example', `127.0.0.1:${port}`]).tryKey(`${host}:${port}`, 'sk-any')).toBe('silent');
    expect(connections()).toBe(0);
  },
);

/** A relay that answers every question about tasks with these. */
function answering(tasks: readonly (typeof pendingTask)[]): Relay {
  return {
    prepare: async () => ({ kind: 'stopped' }),
    submit: async () => ({ kind: 'accepted', taskId: '7', window: false, ahead: null, others: ['8'] }),
    isReachable: async () => true,
    list: async () => ({ tasks, missing: ['9'] }),
    fetch: async () => tasks[0] ?? null,
    recent: async () => tasks,
    cancel: async () => true,
    seed: async () => null,
  };
}

const signal = new AbortController().signal;

test('whatever ids a stranger’s relay tells, they name tasks of its own server alone', async () => {
  const hostile = ['1', 'main:1', 'backup:1', '222222222222222222:1', ':1', ''].map((id) => ({ ...pendingTask, id }));
  const relay = createNamedRelay(GUILD, 'https://relay.example/mj', answering(hostile));
  const { tasks, missing } = await relay.list(['x'], signal);
  const recent = (await relay.recent([], signal)) ?? [];
  const fetched = await relay.fetch('x', signal);
  const submitted = await relay.submit(
    { submission: { kind: 'shorten', prompt: '', bot: 'MID_JOURNEY' }, fields: {}, bytes: 0 },
    '',
    signal,
  );
  const ids = [...tasks, ...recent, ...(fetched ? [fetched] : [])].map(({ id }) => id);
  for (const id of [...ids, ...missing]) expect(id.startsWith(`${GUILD}:`)).toBe(true);
  expect(submitted).toMatchObject({ taskId: `${GUILD}:7`, others: [`${GUILD}:8`] });
});

test('a stranger’s relay sends nobody to the operator’s own services for its pictures', async () => {
  const insideUrl = 'http://10.0.0.5:8080/admin.png';
  const task = {
    ...pendingTask,
    imageUrl: insideUrl,
    imageUrls: [insideUrl, 'https://cdn.example/1.png'],
    videoUrls: [insideUrl],
    filmUrl: insideUrl,
  };
  const forbidden = new Set(['http://10.0.0.5:8080']);
  const relay = createNamedRelay(GUILD, 'https://relay.example/mj', answering([task]), forbidden);
  const { filmUrl: _, ...withoutFilm } = task;
  expect(await relay.fetch('1', signal)).toEqual({
    ...withoutFilm,
    id: `${GUILD}:1`,
    imageUrl: '',
    imageUrls: ['https://cdn.example/1.png'],
    videoUrls: [],
  });
});
