import { readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { classify } from '../../src/domain/buttons/action.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { endpoints, idLike, keycap, rows } from './button-table.ts';
import { families, type Observation, type Observed, observe } from './observe-gestures.ts';

const relays = {
  raw: { profile: 'raw' },
  'lenient gateway': { profile: 'gateway', lenient: true, callbacks: true },
  'usual gateway': { profile: 'gateway' },
  'one-hub': { profile: 'one-hub' },
  original: { profile: 'original' },
  synchronous: { profile: 'synchronous' },
} as const satisfies Readonly<Record<string, RelayOptions>>;
type RelayName = keyof typeof relays;

/** The columns of the table in docs/relays.md, each with the relays that it stands for. */
const columns = {
  raw: ['raw'],
  gateway: ['usual gateway', 'lenient gateway'],
  'one-hub': ['one-hub'],
  original: ['original'],
  synchronous: ['synchronous'],
} as const satisfies Readonly<Record<string, readonly RelayName[]>>;
const columnNames = ['raw', 'original', 'gateway', 'one-hub', 'synchronous'] as const;

const endings: (() => void | Promise<void>)[] = [];
const begun = new Map<RelayName, Promise<Observation>>();
afterAll(async () => {
  await Promise.allSettled(begun.values());
  for (const end of endings) await end();
});

/** Every test looks at the same presses. */
function observed(name: RelayName): Promise<Observation> {
  const known = begun.get(name);
  if (known) return known;
  const observation = observe(relays[name], (end) => void endings.push(end));
  begun.set(name, observation);
  return observation;
}

const pressed = async (name: RelayName) => (await observed(name)).presses;

test.concurrent.for(['raw', 'lenient gateway', 'usual gateway'] as const)(
  'every button there is does what it says on a %s, or says kindly that it cannot',
  { timeout: 60_000 },
  async (name) => {
    const onMessages = (await pressed(name)).filter(({ shownId }) => shownId !== null);
    // What this one cannot press is made with /video.
    const isFilmed = ({ label }: (typeof rows)[number]) => name === 'usual gateway' && label.startsWith('Animate');
    const takes = (row: (typeof rows)[number]) => row.gateway || name !== 'usual gateway' || isFilmed(row);
    expect(onMessages.length).toBeGreaterThanOrEqual(40);
    for (const { row, shownId, good, text, endpoints: sent, billed } of onMessages) {
      const about = (value: unknown) => expect([row.label, value]);
      about(shownId).toEqual([row.label, expect.stringMatching(row.customId)]);
      about(good).toEqual([row.label, takes(row)]);
      if (good) about(sent).toEqual([row.label, isFilmed(row) ? ['action', 'video'] : endpoints[row.way]]);
      else {
        about(billed).toEqual([row.label, false]);
        expect(text).toContain('does not offer');
        expect(text).toContain('Nothing was charged');
        expect(text).not.toMatch(/MJ::|unknown_action/);
      }
    }
  },
);

test.concurrent('every button below a picture of the original midjourney-proxy does what it says, and no other is there', {
  timeout: 60_000,
}, async () => {
  const { presses, labelsAfterwards } = await observed('original');
  const shown = presses.filter(({ shownId }) => shownId !== null);
  const grids = ['U2', 'U3', 'U4', 'V1', 'V2', 'V3', 'V4', '🔄'];
  expect(shown.map(({ row }) => row.label).toSorted()).toEqual(
    [...grids, ...[1, 2, 3, 4].map(keycap), 'Imagine all'].toSorted(),
  );
  for (const { row, good, endpoints: sent } of shown) {
    expect([row.label, good, sent]).toEqual([row.label, true, row.face === 'grid' ? ['change'] : endpoints[row.way]]);
  }
  for (const { row, text, billed } of presses.filter(({ shownId }) => shownId === null)) {
    expect([row.label, billed, text]).toEqual([
      row.label,
      false,
      expect.stringMatching(/does not offer.*Nothing was/s),
    ]);
  }
  expect(labelsAfterwards.filter((label) => /\w/.test(label))).toEqual([]);
});

test.concurrent('what a relay refused once is not offered again', { timeout: 60_000 }, async () => {
  const { presses, labelsAfterwards } = await observed('usual gateway');
  const refused = new Set(presses.filter(({ good }) => !good).map(({ row }) => row.label));
  expect(refused.size).toBeGreaterThan(0);
  expect(labelsAfterwards).toContain('Vary (Region)');
  expect(labelsAfterwards.filter((label) => refused.has(label))).toEqual([]);
  expect(labelsAfterwards).toContain('Animate high');
  expect((await observed('raw')).labelsAfterwards).toContain('Animate high');
});

test.concurrent('every button that makes a picture is answered with it by a synchronous relay', {
  timeout: 60_000,
}, async () => {
  const presses = await pressed('synchronous');
  expect(presses.length).toBeGreaterThan(35);
  for (const { row, good, text, labels, endpoints: sent } of presses) {
    expect([row.label, good]).toEqual([row.label, row.way !== 'told' && row.way !== 'all']);
    if (good) {
      // Such a relay knows no task that buttons of its own could belong to.
      const ours = ['Vary from this', 'Use as image prompt'];
      const others = labels.filter((label) => /\w/.test(label) && !ours.includes(label));
      expect([row.label, others]).toEqual([row.label, []]);
      expect([row.label, sent]).toEqual([row.label, ['action']]);
    } else {
      expect(text).toContain('does not offer');
      expect(text).toContain('Nothing was charged');
    }
  }
});

/** What docs/relays.md says of one kind of relay. A row may name several gestures, with a dot between them. */
function written(readme: string, column: (typeof columnNames)[number]): Observed {
  const section = readme.split(/^## /m).find((part) => part.startsWith('What works with which relay')) ?? '';
  const cells = [...section.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '));
  const at = cells[0]?.indexOf(column) ?? -1;
  const said = cells
    .slice(1)
    .flatMap(([gestures = '', ...verdicts]) =>
      gestures.split(' · ').map((gesture) => [gesture, verdicts[at - 1] ?? ''] as const),
    );
  if (new Set(said.map(([gesture]) => gesture)).size < said.length)
    throw new Error('docs/relays.md names a gesture twice');
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

const readRelaysPage = () => readFile(new URL('../../docs/relays.md', import.meta.url), 'utf8');

test.concurrent.for(columnNames)(
  'docs/relays.md says of a %s relay what gestures of every kind come to',
  { timeout: 60_000 },
  async (column) => {
    const seen = await Promise.all(columns[column].map(observed));
    const verdicts = together(seen.map(({ gestures }) => gestures));
    const readme = await readRelaysPage();
    expect(written(readme, column)).toEqual(verdicts);
    // Any other word in any cell would be noticed.
    for (const [row] of readme.matchAll(/^\| .* · .* \|$/gm)) {
      const doctored = readme.replace(row, row.replaceAll(/ (yes|no|some|by `\/action`)(?= \|)/g, ' perhaps'));
      expect(written(doctored, column)).not.toEqual(verdicts);
      expect(written(readme.replace(`${row}\n`, ''), column)).not.toEqual(verdicts);
    }
  },
);

test('every kind of button that relays hand out is in the table', async () => {
  const handedOut = new Set(rows.map(({ customId }) => classify(idLike(customId)).class));
  expect(new Set(Object.values(families).flat())).toEqual(handedOut);
  expect(Object.keys(written(await readRelaysPage(), 'raw'))).toEqual(expect.arrayContaining(Object.keys(families)));
});
