import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createWireProxy } from './wire/proxy.ts';

const PATIENCE = { timeout: 10_000, interval: 5 };

/** A server that answers each line with the same in capitals, and a proxy in front of it. */
async function createWorld() {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (text: string) => {
      asked.push(text);
      socket.write(text.toUpperCase());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const proxy = await createWireProxy({ host: '127.0.0.1', port: address.port });
  onTestFinished(async () => {
    await proxy.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { proxy, asked, client: () => createClient(proxy.port) };
}

async function createClient(port: number) {
  const socket = connect(port, '127.0.0.1');
  const seen = { text: '', code: '' };
  socket.setEncoding('latin1').on('data', (text: string) => {
    seen.text += text;
  });
  socket.on('error', (error) => {
    seen.code = 'code' in error ? String(error.code) : error.message;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return {
    seen,
    closed,
    ask: (text: string) => socket.write(text),
    end: () => socket.end(),
    heard: (text: string) => vi.waitUntil(() => seen.text === text, PATIENCE),
  };
}

it('passes everything on, both ways, to the end', async () => {
  const { proxy, client } = await createWorld();
  const one = await client();
  const much = 'abc'.repeat(1_000_000);
  one.ask(much);
  await vi.waitUntil(() => one.seen.text.length === much.length, PATIENCE);
  expect(one.seen.text).toBe(much.toUpperCase());
  one.end();
  await one.closed;
  expect(one.seen.code).toBe('');
  await vi.waitUntil(() => proxy.open() === 0, PATIENCE);
  expect(proxy.url('redis')).toBe(`redis://127.0.0.1:${proxy.port}`);
});

it('delays each way, keeps the order, and is fast again afterwards', async () => {
  const { proxy, client } = await createWorld();
  proxy.set({ delay: 60 });
  const one = await client();
  const started = performance.now();
  one.ask('a');
  await one.heard('A');
  expect(performance.now() - started).toBeGreaterThanOrEqual(115);
  one.ask('b');
  proxy.set('pass');
  one.ask('c');
  await one.heard('ABC');
});

it('swallows in silence, and delivers late what it swallowed', async () => {
  const { proxy, asked, client } = await createWorld();
  const old = await client();
  proxy.set('swallow');
  const fresh = await client();
  old.ask('old');
  fresh.ask('new');
  // A network that is well is the clock: it answers long after the other would have.
  const other = await createWorld();
  const clock = await other.client();
  clock.ask('tick');
  await clock.heard('TICK');
  expect([old.seen.text, fresh.seen.text, ...asked]).toEqual(['', '']);
  proxy.set('pass');
  await Promise.all([old.heard('OLD'), fresh.heard('NEW')]);
});

it('swallows only what is new where it is told so', async () => {
  const { proxy, client } = await createWorld();
  const old = await client();
  proxy.setNew('swallow');
  const fresh = await client();
  fresh.ask('new');
  old.ask('old');
  await old.heard('OLD');
  expect(fresh.seen.text).toBe('');
});

it('refuses: connections are reset, those there are and those to come', async () => {
  const { proxy, asked, client } = await createWorld();
  const old = await client();
  proxy.set('refuse');
  await old.closed;
  expect(old.seen.code).toBe('ECONNRESET');
  const socket = connect(proxy.port, '127.0.0.1');
  socket.write('new');
  const [error]: unknown[] = await once(socket, 'error');
  expect(String(error)).toMatch(/ECONNRESET|EPIPE/);
  expect(asked).toEqual([]);
  proxy.set('pass');
  const fresh = await client();
  fresh.ask('again');
  await fresh.heard('AGAIN');
});

it('cuts between what is asked and the answer, every time', async () => {
  const { proxy, asked, client } = await createWorld();
  proxy.set('cut');
  for (const words of ['one', 'two']) {
    const lost = await client();
    lost.ask(words);
    await lost.closed;
    expect(lost.seen).toEqual({ text: '', code: 'ECONNRESET' });
  }
  expect(asked).toEqual(['one', 'two']);
});

it('loses one answer that somebody waits for, and no other', async () => {
  const { proxy, asked, client } = await createWorld();
  const one = await client();
  const lost = proxy.loseAnswer((bytes) => bytes.includes('write'));
  one.ask('read');
  await one.heard('READ');
  one.ask('write');
  await Promise.all([lost, one.closed]);
  expect(asked).toEqual(['read', 'write']);
  expect(one.seen).toEqual({ text: 'READ', code: 'ECONNRESET' });
  const next = await client();
  next.ask('write');
  await next.heard('WRITE');
});

it('can end every connection as a crash would, and takes the next ones', async () => {
  const { proxy, client } = await createWorld();
  const one = await client();
  proxy.reset();
  await one.closed;
  const next = await client();
  next.ask('here');
  await next.heard('HERE');
  expect(proxy.accepted()).toBe(2);
});

it('a server that is not there is like a connection that ends at once', async () => {
  const proxy = await createWireProxy({ host: '127.0.0.1', port: 1 });
  onTestFinished(proxy.close);
  const one = await createClient(proxy.port);
  one.ask('hello');
  await one.closed;
  expect(one.seen.text).toBe('');
});
