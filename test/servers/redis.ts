import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { hasTool } from '../needed-tool.ts';
import type { OnTestFinished } from '../test-end.ts';
import { askPort, createServerProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

export type RedisServer = TestServer & {
  /** Removes everything that it holds. */
  flushAll(): Promise<void>;
  /** Sends one command past every client. Rejects when it is not answered with OK. */
  tell(command: string): Promise<void>;
};

/** Whether tests that need a Redis can run here; where not, a sentence says what is missing. */
export function hasRedis(): boolean {
  return hasTool('redis-server', 'redis-server');
}

/**
 * Starts a Redis that keeps its promises: every write is in its log, and nothing is thrown away when memory is short. It stops when
 * the test ends. Tests that run concurrently, and those that share one in `beforeAll`, say when that is. `settings`
 * are lines of redis.conf that take the place of these.
 */
export async function startRedis(
  onEnd: OnTestFinished = onTestFinished,
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-redis-'));
  const port = await freePort();
  const flags = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    ...settings,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const answers = async () => /^(?:\+PONG|-NOAUTH)/.test((await askPort(port, 'PING\r\n')) ?? '');
  const server = createServerProcess('redis-server', args, answers);
  onEnd(async () => {
    await server.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  await server.start();

  async function tell(command: string): Promise<void> {
    const answer = await askPort(port, `${command}\r\n`);
    if (!answer?.startsWith('+OK')) throw new Error(`${command} was answered ${answer}`);
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: () => server.end('SIGTERM'),
    kill: () => server.end('SIGKILL'),
    restart: server.start,
    pause: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    flushAll: () => tell('FLUSHALL'),
    tell,
  };
}
