import { expect, test } from 'vitest';
import { createMutex } from '../../src/lib/mutex.ts';

test('work under one key runs one after another, in order, and other keys do not wait', async () => {
  const mutex = createMutex();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const ran: string[] = [];
  const first = mutex('a', async () => {
    await gate;
    ran.push('first');
  });
  const second = mutex('a', async () => void ran.push('second'));
  await mutex('b', async () => void ran.push('elsewhere'));
  open();
  await Promise.all([first, second]);
  expect(ran).toEqual(['elsewhere', 'first', 'second']);
});

test('work that fails does so for its own caller only', async () => {
  const mutex = createMutex();
  const failing = mutex('a', () => Promise.reject(new Error('no')));
  const next = mutex('a', async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

test('who only waits until what was given before has ended keeps nobody waiting', async () => {
  const mutex = createMutex();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const ran: string[] = [];
  const first = mutex('a', async () => {
    await gate;
    ran.push('first');
  });
  const waiting = [1, 2].map(() => mutex.settled('a').then(() => ran.push('waited')));
  await mutex.settled('b');
  expect(ran).toEqual([]);
  open();
  await Promise.all([first, ...waiting]);
  expect(ran).toEqual(['first', 'waited', 'waited']);
});
