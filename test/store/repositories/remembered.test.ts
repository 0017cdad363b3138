import { expect, test } from 'vitest';
import { z } from 'zod';
import { openMemory } from '../../../src/store/backends/memory.ts';
import { createRemembered } from '../../../src/store/repositories/remembered.ts';
import { versioned } from '../../../src/store/schema/versioned.ts';
import { createTable } from '../../../src/store/tables/table.ts';

test('what another process changes counts five seconds later, and what this one changes at once', async () => {
  let time = 1_000_000;
  const clock = { now: () => time, past: () => time, monotonic: () => time };
  const backendTable = await openMemory().table('policies');
  const [own, others] = [1, 2].map(() =>
    createTable({ kind: 'policies', backendTable, codec: versioned(z.string()), clock }),
  );
  if (!own || !others) throw new Error('there are no tables');
  const remembered = createRemembered(own, clock);

  expect(await remembered.get('a')).toBeUndefined();
  await others.put('a', 'theirs');
  time += 4_999;
  expect(await remembered.get('a')).toBeUndefined();
  time += 1;
  expect(await remembered.get('a')).toBe('theirs');

  await others.put('a', 'theirs again');
  expect(await remembered.change('a', (there) => `${there}, and ours`)).toBe('theirs again, and ours');
  expect(await remembered.get('a')).toBe('theirs again, and ours');
});
