import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Backend, BackendTable, Found } from '../../../src/store/backends/types.ts';

/** Rows hold JSON, in which there is no NUL. */
const texts = fc.oneof(
  fc.constantFrom('one', 'two', '-', '- one', '12 one'),
  fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 5 }).map((text) => text.replaceAll('\0', ' ')),
);
const ends = fc.constantFrom(undefined, 10, 20, 30);
/** Something that a writer does at a time, Unix ms. */
const deed = fc.record({
  do: fc.constantFrom('insert', 'replace', 'remove', 'find', 'rows', 'sweep'),
  key: fc.constantFrom('a', 'b', 'c'),
  from: texts,
  to: texts,
  /** Whether a replacement starts from what is there, as whoever has just read it does. */
  isInformed: fc.boolean(),
  expires: ends,
  past: fc.constantFrom(0, 10, 15, 20, 35),
});

type Model = Map<string, { readonly value: string; readonly expires: number | null }>;

/** What every backend promises of the rows of one kind. `open` opens a new and empty backend. */
export function tableContract(name: string, open: () => Promise<Backend>): void {
  async function tableOf(): Promise<BackendTable> {
    const table = await (await open()).table('claims');
    onTestFinished(async () => table.adapter.disconnect?.());
    return table;
  }

  async function keysAt(table: BackendTable, past: number, prefix: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { key } of table.rows(past)) if (key.startsWith(prefix)) found.push(key);
    const keys = await Array.fromAsync(table.keys(past));
    expect(keys.filter((key) => key.startsWith(prefix)).sort()).toEqual(found.sort());
    return found;
  }

  describe(`the rows of ${name}`, () => {
    test('are replaced only by whoever knows what is there', async () => {
      const table = await tableOf();
      expect(await table.replace('k', 'one', 'two', undefined, 0)).toBe(false);
      await table.insert('k', 'one', undefined, 0);
      expect(await table.replace('k', 'other', 'two', undefined, 0)).toBe(false);
      expect(await table.find('k')).toEqual({ value: 'one', expires: null });
      expect(await table.replace('k', 'one', 'two', 50, 0)).toBe(true);
      expect(await table.replace('k', 'one', 'three', undefined, 0)).toBe(false);
      expect(await table.find('k')).toEqual({ value: 'two', expires: 50 });
      expect(await table.replace('k', 'one', null, undefined, 0)).toBe(false);
      expect(await table.replace('k', 'two', null, undefined, 0)).toBe(true);
      expect(await table.find('k')).toBeUndefined();
    });

    test('are not replaced once they have expired, and reading one removes nothing', async () => {
      const table = await tableOf();
      await table.insert('k', 'one', 50, 0);
      expect(await table.replace('k', 'one', 'two', undefined, 50)).toBe(false);
      expect(await table.replace('k', 'one', null, undefined, 50)).toBe(false);
      for (let look = 0; look < 3; look += 1) expect(await table.find('k')).toEqual({ value: 'one', expires: 50 });
      // The clock was wrong: it is there after all.
      expect(await table.replace('k', 'one', 'two', 60, 49)).toBe(true);
      expect(await table.insert('k', 'three', undefined, 60)).toBe(true);
      expect(await table.find('k')).toEqual({ value: 'three', expires: null });
    });

    test('have one winner among those who replace the same text at once', async () => {
      const table = await tableOf();
      await table.insert('k', 'before', undefined, 0);
      const heirs = ['0', '1', '2', '3', '4'];
      const won = await Promise.all(heirs.map((heir) => table.replace('k', 'before', heir, undefined, 0)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await table.find('k')).toMatchObject({ value: heirs[won.indexOf(true)] });
    });

    test('are all listed, each once, while others come and go', async () => {
      const table = await tableOf();
      const named = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name} ${n}`);
      const stay = named('stays', 1200);
      const add = (keys: readonly string[]) => Promise.all(keys.map((key) => table.insert(key, 'x', undefined, 0)));
      await add(stay);
      let passing: readonly string[] = [];
      let round = 0;
      async function disturb(): Promise<void> {
        const before = passing;
        round += 1;
        passing = named(`passes ${round}`, round % 3 === 0 ? 10 : 250);
        await add(passing);
        await Promise.all(before.map((key) => table.replace(key, 'x', null, undefined, 0)));
      }
      for (const list of [table.rows, table.keys]) {
        const listed: string[] = [];
        for await (const row of list(0)) {
          listed.push(typeof row === 'string' ? row : row.key);
          if (listed.length % 200 === 1) await disturb();
        }
        expect(listed.filter((key) => key.startsWith('stays')).sort()).toEqual([...stay].sort());
        expect(new Set(listed).size).toBe(listed.length);
      }
    });

    test('hold what the last of any writers left, whatever they do and whenever', async () => {
      const table = await tableOf();
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(deed, { maxLength: 30 }), async (deeds) => {
          runs += 1;
          // Each run has keys of its own in the one table.
          const prefix = `${runs} `;
          const model: Model = new Map();
          const living = (key: string, past: number) => {
            const row = model.get(key);
            return row && (row.expires === null || row.expires > past) ? row : undefined;
          };
          for (const { key: name, past, to, expires, ...one } of deeds) {
            const key = `${prefix}${name}`;
            const there = living(key, past);
            const from = one.isInformed ? (model.get(key)?.value ?? one.from) : one.from;
            const after = { value: to, expires: expires ?? null };
            switch (one.do) {
              case 'insert':
                expect(await table.insert(key, to, expires, past)).toBe(!there);
                if (!there) model.set(key, after);
                break;
              case 'replace':
                expect(await table.replace(key, from, to, expires, past)).toBe(there?.value === from);
                if (there?.value === from) model.set(key, after);
                break;
              case 'remove':
                expect(await table.replace(key, from, null, undefined, past)).toBe(there?.value === from);
                if (there?.value === from) model.delete(key);
                break;
              case 'find':
                expect(await table.find(key)).toEqual(model.get(key) satisfies Found | undefined);
                break;
              case 'rows':
                expect(await keysAt(table, past, prefix)).toEqual(
                  [...model.keys()].filter((k) => living(k, past)).sort(),
                );
                break;
              case 'sweep':
                await table.sweep(past);
                for (const k of [...model.keys()]) if (!living(k, past)) model.delete(k);
            }
          }
          for (const [key, row] of model) expect(await table.find(key)).toEqual(row);
        }),
        { numRuns: 150 },
      );
    });
  });
}
