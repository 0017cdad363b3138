import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-store.ts';
import { canTrace, runTraced } from './disk-trace.ts';

test.skipIf(!canTrace)(
  'once the disk has failed to take what was written, no job is submitted until the bot is started again',
  async () => {
    const folder = temporaryFolder();
    // The first wait is that of the check at the start. Waits are counted for each thread, so there is one.
    const fault = ['-E', 'UV_THREADPOOL_SIZE=1', '-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=3'];
    const run = (options: readonly string[]) =>
      runTraced(
        ['-o', join(folder, 'trace'), ...options],
        'failing-disk-writer.ts',
        `sqlite:${join(folder, 'x')}`,
        '3',
      );
    const told = await run(fault);
    const [first, second, third, check, close] = told.trim().split('\n');
    expect(first).toBe('1: done');
    expect(second).toMatch(/^2: StoreError: The store cannot rely on the disk \([^\n]*\): [^\n]*\.$/);
    expect(third).toMatch(/^3: StoreError: /);
    expect(check).toMatch(/^check: StoreError: /);
    expect(close).toBe('close: done');
    expect(await run([])).toMatch(/^check: done$/m);
  },
);
