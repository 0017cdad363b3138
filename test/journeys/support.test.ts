import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { classify } from '../../src/domain/buttons/action.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { idLike, rows } from './button-table.ts';
import { families, type Observed, observe } from './observe-gestures.ts';

/** The columns of the README's table, each with the relays that it stands for. */
const columns = {
  raw: [{ profile: 'raw' }],
  gateway: [{ profile: 'gateway' }, { profile: 'gateway', lenient: true, callbacks: true }],
  synchronous: [{ profile: 'synchronous' }],
} as const satisfies Readonly<Record<string, readonly RelayOptions[]>>;
const names = ['raw', 'gateway', 'synchronous'] as const;

/** What the README says of one kind of relay. A row may name several gestures, with a dot between them. */
function written(readme: string, column: (typeof names)[number]): Observed {
  const section = readme.split(/^## /m).find((part) => part.startsWith('What works with which relay')) ?? '';
  const cells = [...section.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '));
  const at = cells[0]?.indexOf(column) ?? -1;
  const said = cells
    .slice(1)
    .flatMap(([gestures = '', ...verdicts]) =>
      gestures.split(' · ').map((gesture) => [gesture, verdicts[at - 1] ?? ''] as const),
    );
  if (new Set(said.map(([gesture]) => gesture)).size < said.length) throw new Error('the README names a gesture twice');
  return Object.fromEntries(said);
}

/** What holds for every relay of a kind; `some` where they differ. */
function together(all: readonly Observed[]): Observed {
  const [first = {}] = all;
  const verdicts = Object.entries(first).map(([gesture, verdict]) => {
    return [gesture, all.every((one) => one[gesture] === verdict) ? verdict : 'some'] as const;
  });
  return Object.fromEntries(verdicts);
}

const readReadme = () => readFile(new URL('../../README.md', import.meta.url), 'utf8');

test.each(names)(
  'the README says of a %s relay what gestures of every kind come to',
  async (column) => {
    const observed = together(await Promise.all(columns[column].map(observe)));
    const readme = await readReadme();
    expect(written(readme, column)).toEqual(observed);
    // Any other word in any cell would be noticed.
    for (const [row] of readme.matchAll(/^\| .* · .* \|$/gm)) {
      const doctored = readme.replace(row, row.replaceAll(/ (yes|no|some|by `\/action`)(?= \|)/g, ' perhaps'));
      expect(written(doctored, column)).not.toEqual(observed);
      expect(written(readme.replace(`${row}\n`, ''), column)).not.toEqual(observed);
    }
  },
  60_000,
);

test('every kind of button that relays hand out is in the table', async () => {
  const handedOut = new Set(rows.map(({ customId }) => classify(idLike(customId)).class));
  expect(new Set(Object.values(families).flat())).toEqual(handedOut);
  expect(Object.keys(written(await readReadme(), 'raw'))).toEqual(expect.arrayContaining(Object.keys(families)));
});
