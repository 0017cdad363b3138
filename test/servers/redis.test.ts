import { expect, test } from 'vitest';
import { hasRedis, startRedis } from './redis.ts';
import { askPort } from './server-process.ts';

const withRedis = test.skipIf(!hasRedis());

withRedis('what a Redis has acknowledged is there after it was killed, and after it was stopped', async () => {
  const redis = await startRedis();
  expect(await askPort(redis.port, 'SET a 1\r\n')).toBe('+OK\r\n');
  await redis.kill();
  expect(await askPort(redis.port, 'GET a\r\n')).toBeNull();
  await redis.restart();
  expect(await askPort(redis.port, 'INCR a\r\n')).toBe(':2\r\n');
  await redis.stop();
  await redis.restart();
  expect(await askPort(redis.port, 'GET a\r\n')).toBe('$1\r\n2\r\n');
  await redis.flushAll();
  expect(await askPort(redis.port, 'GET a\r\n')).toBe('$-1\r\n');
});

withRedis('a Redis that is frozen answers when it goes on', async () => {
  const redis = await startRedis();
  redis.pause();
  let answer: string | null = null;
  const asked = askPort(redis.port, 'PING\r\n').then((text) => (answer = text));
  expect(await Promise.race([asked, new Promise((resolve) => setImmediate(() => resolve('nothing')))])).toBe('nothing');
  redis.resume();
  await asked;
  expect(answer).toBe('+PONG\r\n');
});
