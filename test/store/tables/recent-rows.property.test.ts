import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { openMemory } from '../../../src/store/backends/memory.ts';
import type { BackendTable } from '../../../src/store/backends/types.ts';
import { versioned } from '../../../src/store/schema/versioned.ts';
import { createTable, type Table } from '../../../src/store/tables/table.ts';

type Note = { readonly text: string };
/** The text of what is there, null when nothing is. */
type There = string | null;

const codec = versioned<Note>(z.object({ text: z.string() }));
const noteOf = (text: There) => (text === null ? null : { text });
const textOf = (note: Note | undefined) => note?.text ?? null;
const isSame = (one: Note, other: Note) => one.text === other.text;
const refused = new Error('that cannot be changed');

/** What a process can do: how it is done, what it answers and what it leaves, by what is there. */
type Deed = {
  readonly name: string;
  readonly run: (table: Table<Note>, key: string, seen: There) => Promise<unknown>;
  readonly answer: (there: There, seen: There) => unknown;
  readonly after: (there: There, seen: There) => There;
};

function changing(name: string, make: (there: There) => There, isNew = false): Deed {
  const run: Deed['run'] = async (table, key) => {
    const change = (note: Note | undefined) => {
      const text = make(textOf(note));
      return text === textOf(note) ? note : noteOf(text);
    };
    return textOf(await table.change(key, change, { isNew }));
  };
  return { name, run, answer: make, after: make };
}

function replacing(name: string, fromOf: (seen: There) => string, to: There): Deed {
  const after: Deed['after'] = (there, seen) => (there === fromOf(seen) ? to : there);
  return {
    name,
    run: (table, key, seen) => table.replace(key, { text: fromOf(seen) }, noteOf(to), isSame),
    answer: (there, seen) => there === fromOf(seen) || there === to,
    after,
  };
}

const same: Deed['after'] = (there) => there;

const deeds: readonly Deed[] = [
  { name: 'get', run: async (table, key) => textOf(await table.get(key)), answer: same, after: same },
  { name: 'has', run: (table, key) => table.has(key), answer: (there) => there !== null, after: same },
  { name: 'delete', run: (table, key) => table.delete(key), answer: () => undefined, after: () => null },
  { name: 'put', run: (table, key) => table.put(key, { text: 'put' }), answer: () => undefined, after: () => 'put' },
  {
    name: 'insert',
    run: (table, key) => table.insert(key, { text: 'new' }),
    answer: (there) => there === null,
    after: (there) => there ?? 'new',
  },
  changing('set', () => 'set'),
  changing('append', (there) => `${there?.slice(0, 3) ?? ''}+`),
  changing('empty', () => null),
  changing('append to what is probably new', (there) => `${there?.slice(0, 3) ?? ''}-`, true),
  changing('empty what is probably new', () => null, true),
  changing('only what is set', (there) => (there === 'set' ? 'changed' : there)),
  {
    name: 'refuse',
    async run(table, key) {
      const changed = table.change(key, (note) => {
        if (note?.text === 'set') throw refused;
        return { text: 'taken' };
      });
      return changed.then(textOf, (error: unknown) => (error === refused ? 'refused' : Promise.reject(error)));
    },
    answer: (there) => (there === 'set' ? 'refused' : 'taken'),
    after: (there) => (there === 'set' ? 'set' : 'taken'),
  },
  {
    name: 'rewrite',
    run: (table, key) => table.rewrite(key, ({ text }) => ({ text: `${text.slice(0, 3)}!` })),
    answer: () => undefined,
    after: (there) => there && `${there.slice(0, 3)}!`,
  },
  replacing('replace what was seen', (seen) => seen ?? 'set', 'set'),
  replacing('remove what was seen', (seen) => seen ?? 'set', null),
  replacing('replace what is set', () => 'set', 'replaced'),
];

const turn = fc.record({
  by: fc.nat(1),
  key: fc.constantFrom('a', 'b'),
  deed: fc.constantFrom(...deeds).map((one) => Object.assign(one, { [fc.toStringMethod]: () => one.name })),
  /** What happens as it is about to write: the store fails before or after that, or somebody else writes first. */
  mishap: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('fails before', 'fails after') },
    { weight: 2, arbitrary: fc.record({ written: fc.constantFrom('set', 'other', null) }) },
  ),
  later: fc.constantFrom(0, 0, 0, 20_000, 60_000),
});

type Around = <T>(write: () => Promise<T>) => Promise<T>;

/** Rows of which every write has something around it. */
function watched(table: BackendTable, around: Around): BackendTable {
  const { adapter } = table;
  return {
    ...table,
    adapter: {
      ...(adapter.capabilities && { capabilities: adapter.capabilities }),
      set: (...given) => around(() => adapter.set(...given)),
      delete: (key) => around(() => adapter.delete(key)),
    },
    insert: (...given) => around(() => table.insert(...given)),
    replace: (...given) => around(() => table.replace(...given)),
  };
}

test('whatever two processes remember of rows, what they read and leave is as if they remembered nothing', () =>
  fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 40 }), async (turns) => {
      let time = Date.now();
      const clock = { now: () => time, past: () => time, monotonic: () => time };
      const shared = await openMemory().table('settings');
      const open = (backendTable: BackendTable) =>
        createTable({ kind: 'settings', backendTable, codec, clock, ttl: 50_000 });
      /** One who remembers nothing. */
      const outsider = () => open(shared);
      let befall: Around = (write) => write();
      const tables = [0, 1].map(() => open(watched(shared, (write) => befall(write))));

      for (const { by, key, deed, mishap, later } of turns) {
        time += later;
        const seen = textOf(await outsider().get(key));
        let there = seen;
        befall = async (write) => {
          befall = (next) => next();
          if (mishap === 'fails before') throw new Error('not written');
          if (mishap !== null && mishap !== 'fails after') {
            await (mishap.written === null ? outsider().delete(key) : outsider().put(key, { text: mishap.written }));
            there = mishap.written;
          }
          const done = await write();
          if (mishap === 'fails after') throw new Error('written, but nobody knows');
          return done;
        };
        const table = tables[by] ?? outsider();
        const answer = await deed.run(table, key, seen).catch((error: unknown) => {
          if (error instanceof StoreError) return error;
          throw error;
        });
        befall = (write) => write();
        const left = textOf(await outsider().get(key));
        if (answer instanceof StoreError) expect([seen, deed.after(seen, seen)]).toContain(left);
        else expect([answer, left]).toEqual([deed.answer(there, seen), deed.after(there, seen)]);
      }
    }),
    { numRuns: 500 },
  ));

/** A table, and how often a row of it was read. */
async function countedTable() {
  const shared = await openMemory().table('settings');
  let reads = 0;
  const backendTable: BackendTable = {
    ...shared,
    find(key) {
      reads += 1;
      return shared.find(key);
    },
  };
  const clock = { now: Date.now, past: Date.now, monotonic: Date.now };
  return { table: createTable({ kind: 'settings', backendTable, codec, clock, ttl: 50_000 }), reads: () => reads };
}

test('what nobody else has changed is changed without being read first', async () => {
  const { table, reads } = await countedTable();
  const first = { text: 'first' };
  await table.insert('a', first);
  expect(await table.replace('a', first, { text: 'second' }, isSame)).toBe(true);
  expect(await table.change('a', (note) => ({ text: `${note?.text}, third` }))).toEqual({ text: 'second, third' });
  await table.rewrite('a', ({ text }) => ({ text: `${text}, fourth` }));
  expect(reads()).toBe(0);
  expect(await table.get('a')).toEqual({ text: 'second, third, fourth' });
  expect(reads()).toBe(1);
});

test('neither is what was just removed, nor what is said to be new, looked for before it is written', async () => {
  const { table, reads } = await countedTable();
  await table.insert('a', { text: 'first' });
  expect(await table.change('a', () => null)).toBeUndefined();
  expect(await table.change('a', (note) => ({ text: `${note?.text}, anew` }))).toEqual({ text: 'undefined, anew' });
  const next = (note?: Note) => ({ text: `${note?.text ?? ''}+` });
  expect(await table.change('b', next, { isNew: true })).toEqual({ text: '+' });
  expect(reads()).toBe(0);
  await table.put('c', { text: 'there' });
  expect(await table.change('c', next, { isNew: true })).toEqual({ text: 'there+' });
  expect(reads()).toBe(1);
});
