import { expect, test } from 'vitest';
import { closeSoon } from '../../src/app/close-soon.ts';

test('a part that hangs is named, and keeps no other part open', async () => {
  const closed: string[] = [];
  const opened = new AsyncDisposableStack();
  opened.defer(closeSoon('the lock', async () => void closed.push('the lock'), 5));
  opened.defer(closeSoon('the gateway', () => new Promise<never>(() => {}), 5));
  opened.defer(closeSoon('the server', async () => void closed.push('the server'), 5));
  await expect(opened.disposeAsync()).rejects.toThrow('the gateway did not close within 5 ms');
  expect(closed).toEqual(['the server', 'the lock']);
});
