import { expect, test } from 'vitest';
import { openMemory } from '../../../src/store/backends/memory.ts';
import { createRows, wantedOf } from '../../../src/store/tables/rows.ts';

test('what others write meanwhile is not lost, even if they change a row to and fro just when it is looked at', async () => {
  const shared = await openMemory().table('settings');
  const clock = { past: Date.now };
  const others = createRows({ kind: 'settings', backendTable: shared, clock });
  const texts = ['one', 'two', 'three'].map((value) => wantedOf(value, undefined));
  const [one = wantedOf('', undefined), two = one, three = one] = texts;
  await others.insert('key', one);
  let tries = 0;
  const rows = createRows({
    kind: 'settings',
    clock,
    backendTable: {
      ...shared,
      async replace(...given) {
        tries += 1;
        if (tries > 2) return shared.replace(...given);
        // Another row at this moment, which is as it was before somebody looks again; only the last change stays.
        expect(await others.replace('key', one.text, two)).toBe(true);
        const isReplaced = await shared.replace(...given);
        if (tries === 1) await others.replace('key', two.text, one);
        return isReplaced;
      },
    },
  });
  const seen: unknown[] = [];
  await rows.swap('key', (row) => {
    seen.push(row?.value);
    return three;
  });
  expect(seen).toEqual([one.text, one.text, two.text]);
  expect((await others.find('key'))?.value).toBe(three.text);
});
