import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each([0, 1])('a process that re-encodes a picture ends at once all the same, with code %i', async (code) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'encoding-exit.ts'), String(code)]);
  let said = '';
  child.stdout.on('data', (part) => {
    said += String(part);
  });
  child.stderr.on('data', (part) => {
    said += String(part);
  });
  expect(await once(child, 'close')).toEqual([code, null]);
  expect(said).toBe('');
});
