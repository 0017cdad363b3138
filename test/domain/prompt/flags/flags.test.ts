import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellings } from '../../../../src/domain/midjourney.ts';
import { readPromptFlags, writePrompt } from '../../../../src/domain/prompt/flags/flags.ts';
import { flagTroubles } from '../../../../src/domain/prompt/flags/troubles.ts';

const troublesOf = (prompt: string) => flagTroubles(readPromptFlags(prompt).flags);
const read = (prompt: string) => {
  const { words, flags } = readPromptFlags(prompt);
  return [words, ...flags.map(({ name, value }) => [name, value])];
};

describe('reading flags', () => {
  it.each([
    ['a red fox', ['a red fox']],
    ['a fox --ar 3:2 --v 7', ['a fox', ['ar', '3:2'], ['v', '7']]],
    ['a fox —ar 3:2 –tile', ['a fox', ['ar', '3:2'], ['tile', '']]],
    ['a fox — quick—and red —runs', ['a fox — quick—and red —runs']],
    ['--ar 3:2', ['', ['ar', '3:2']]],
    ['a sign --no "red --ish paint", dirt --tile', ['a sign', ['no', '"red --ish paint", dirt'], ['tile', '']]],
    ['a fox --no "rain, fog"', ['a fox', ['no', 'rain, fog']]],
    ['a fox --sref https://x.test/a--b.png 123', ['a fox', ['sref', 'https://x.test/a--b.png 123']]],
    ['price -5 or --5', ['price -5 or --5']],
    ['a fox --AR 3:2', ['a fox', ['AR', '3:2']]],
    ['a fox --zebra stripes', ['a fox', ['zebra', 'stripes']]],
    // What input methods and phones make of two dashes.
    ['a fox ——ar 16:9', ['a fox', ['ar', '16:9']]],
    ['a fox －－ar 16:9', ['a fox', ['ar', '16:9']]],
    ['a fox –-ar 16:9', ['a fox', ['ar', '16:9']]],
    ['a fox −−ar 16:9', ['a fox', ['ar', '16:9']]],
    ['a fox ——zebra stripes', ['a fox ——zebra stripes']],
    ['a fox ——vesrion 7', ['a fox', ['vesrion', '7']]],
    ['a fox ⸺ａｒ 16:9 ──tile', ['a fox', ['ar', '16:9'], ['tile', '']]],
    ['a fox -ar 16:9 -v 7', ['a fox', ['ar', '16:9'], ['v', '7']]],
    ['a -v neck and a -c of cats', ['a -v neck and a -c of cats']],
    ['a fox -- niji 5 -- tile', ['a fox', ['niji', '5'], ['tile', '']]],
    ['a fox -- personalize me — raw or -- not', ['a fox -- personalize me — raw or -- not']],
    // Glued to what stands before them.
    ['狐狸，--ar 16:9', ['狐狸，', ['ar', '16:9']]],
    ['狐狸--ar 16:9', ['狐狸', ['ar', '16:9']]],
    ['a fox,--ar 16:9,--tile', ['a fox,', ['ar', '16:9'], ['tile', '']]],
    ['狐狸——ar 16:9——v 7--tile', ['狐狸', ['ar', '16:9'], ['v', '7'], ['tile', '']]],
    ['🦊--ar 16:9', ['🦊', ['ar', '16:9']]],
    ['a fox --no文字，水印 --ar１６：９', ['a fox', ['no', '文字，水印'], ['ar', '16:9']]],
    ['a "stop" sign--ish, see https://x.test/a,--ar', ['a "stop" sign--ish, see https://x.test/a,--ar']],
    ['a sign that says "--ar 3:2 is wide"', ['a sign that says "--ar 3:2 is wide"']],
    ['a sign that says "STOP"--ar 3:2', ['a sign that says "STOP"', ['ar', '3:2']]],
    // Values as people type and copy them.
    ['a fox --ar 16：9', ['a fox', ['ar', '16:9']]],
    ['a fox --ar １６:９', ['a fox', ['ar', '16:9']]],
    ['a fox --ar 16 ： 9, --v V7. --tile.', ['a fox', ['ar', '16:9'], ['v', '7'], ['tile', '']]],
    ['a fox --no ｒａｉｎ, fog,', ['a fox', ['no', 'ｒａｉｎ, fog']]],
    [
      'a fox --sref <https://x.test/1>::2 https://x.test/2 :: 3',
      ['a fox', ['sref', 'https://x.test/1::2 https://x.test/2::3']],
    ],
    ['a fox --sref https://x.test/1, https://x.test/2.', ['a fox', ['sref', 'https://x.test/1 https://x.test/2']]],
    ['a fox --motion high --video 1 --bs 1', ['a fox', ['motion', 'high'], ['video', '1'], ['bs', '1']]],
    ['a fox --v 8 --version 8.0', ['a fox', ['v', '8.2'], ['version', '8.2']]],
  ])('%s', (prompt, expected) => {
    expect(read(prompt)).toEqual(expected);
  });

  it('asks about a flag at the end of a word, and leaves the word as it is', () => {
    expect(readPromptFlags('a fox--ar 16:9')).toMatchObject({
      words: 'a fox--ar 16:9',
      flags: [],
      doubts: [{ kind: 'glued', name: 'ar' }],
    });
    expect(readPromptFlags('a fox--like cat, https://x.test/a--ar').doubts).toEqual([]);
  });

  it('asks about an unknown name behind dashes that Midjourney does not read', () => {
    expect(readPromptFlags('the fox ——he was red—— ran').doubts).toEqual([{ kind: 'unsure', name: 'he' }]);
    expect(readPromptFlags('the fox — he ran --zebra').doubts).toEqual([]);
  });

  it.each([
    'a fox --ar 3:2 --v 6.1 --s 250 --c 10 --w 500 --seed 7 --no rain, fog --q .5 --tile --raw --sw 100 --cw 0',
    'a fox --aspect 16:9 --niji --stylize 0 --chaos 100 --weird 3000 --quality 2 --style raw --iw 1.5 --p --relax',
    'a fox --sref https://x.test/1.png 12345 random --oref <https://x.test/2.png> --ow 400 --p abc123',
    'a fox --version 7 --personalize --turbo --repeat 4 --stop 80 --video --draft --exp 10 --hd --cref https://x.test/3.png',
    'a fox --style random --edit https://x.test/1 --preview --video 1',
    'a fox --style random-16 --ow 1 --iw 3 --sv 6 --sref 123',
    'a fox --style 7JpKzYW3hN --p m7123456789012 --exp 5 --sd',
    'a fox --style raw-7JpKzYW3hN-2hKzYJ8W0mZn',
    'a fox --raw --style raw --fast --fast --ar 3:2 --aspect 3:2 --q 0.5',
  ])('finds nothing wrong with %s', (prompt) => {
    expect(troublesOf(prompt)).toEqual([]);
  });

  it.each([
    ['--aspct 3:2', '--aspect'],
    ['--stylise 200', '--stylize'],
    ['--choas 20', '--chaos'],
    ['--vesrion 7', '--version'],
    ['--seeed 1', '--seed'],
    ['--turob', '--turbo'],
    ['--qualty 1', '--quality'],
    ['--ar16:9', '--ar 16:9'],
    ['--v7', '--v 7'],
    ['--v8', '--v 8.2'],
    ['--niji6', '--niji 6'],
    ['--ar=3:2', '--ar 3:2'],
    ['—stylze 5', '--stylize'],
  ])('knows what %s was meant to be', (flag, meant) => {
    expect(troublesOf(`a fox ${flag}`)).toEqual([expect.objectContaining({ kind: 'misspelt', meant })]);
  });

  it.each([
    '--ar 3x2',
    '--ar 0:2',
    '--ar 1.5:1',
    '--ar',
    '--ar 3:2 in the snow',
    '--v seven',
    '--niji pro',
    '--s 1001',
    '--s 2.5',
    '--c -1',
    '--seed 4294967296',
    '--no',
    '--q 3',
    '--tile please',
    '--style fancy',
    '--cref cat',
    '--iw 4',
    '--repeat 41',
    '--stop 5',
    '--ow 0',
    '--sv 7',
    '--video 2',
  ])('names what is malformed in %s', (flag) => {
    const [name] = flag.split(' ');
    expect(troublesOf(`a fox ${flag}`)).toEqual([expect.objectContaining({ kind: 'malformed', flag: name })]);
  });

  it('names flags that are there twice or exclude each other', () => {
    expect(troublesOf('x --ar 3:2 --aspect 1:1')).toEqual([
      { kind: 'twice', flag: '--aspect', values: ['3:2', '1:1'] },
    ]);
    expect(troublesOf('x --v 7 --niji 6')).toEqual([{ kind: 'conflict', flag: '--v 7', other: '--niji 6' }]);
    expect(troublesOf('x --fast --relax')).toEqual([{ kind: 'conflict', flag: '--fast', other: '--relax' }]);
    expect(troublesOf('x --cref https://a.test/1 --oref https://a.test/2')).toHaveLength(1);
    for (const flags of ['--tile --edit https://a.test/1', '--sw 5 --p m7123456789', '--sref random --sv 5'])
      expect(troublesOf(`x ${flags}`)).toEqual([expect.objectContaining({ kind: 'conflict' })]);
    expect(troublesOf('x --sref https://a.test/1 --sv 5 --p abc --sw 5')).toEqual([]);
  });
});

const flagLike = fc.oneof(
  fc.constantFrom(
    ...spellings.map((name) => `--${name}`),
    '—ar',
    '–v',
    '--',
    '——ar',
    '－－',
    '-v',
    '-- niji',
    ',--ar',
    '狐--tile',
    'a--s',
    '5--tile',
    '，',
    '16：9',
    '--no文',
    '—',
    '"',
    '“',
    '”',
    '\n',
    '--aspct',
  ),
  fc.constantFrom('3:2', '7', '.5', '100', 'https://x.test/a.png', 'random', 'a cat', 'raw'),
  fc.string({ maxLength: 8 }),
);
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(flagLike, { maxLength: 12 }).map((parts) => parts.join(' ')),
);

describe('whatever dashes a keyboard makes', () => {
  it('a flag and its value are read, and never paid for as words', () => {
    const dash = fc.constantFrom('-', '–', '—', '－', '−', '‐', '‑', '―', '─', '⸺');
    const dashes = fc.array(dash, { minLength: 2, maxLength: 4 }).map((all) => all.join(''));
    const before = fc.constantFrom('a fox ', '狐狸', '狐狸，', 'a fox,', 'a fox. ', '🦊', 'きつね', '여우');
    const flag = fc.constantFrom(
      ['ar', '16：9', '16:9'],
      ['AR', '１６:９。', '16:9'],
      ['v', 'V7', '7'],
      ['s', '２５０,', '250'],
      ['q', '.5', '.5'],
      ['no', '雨', '雨'],
      ['tile', '', ''],
      ['niji', '', ''],
    );
    fc.assert(
      fc.property(
        before,
        dashes,
        flag,
        dashes,
        fc.constantFrom('', ' ', '，'),
        (words, one, [name, given, value], two, gap) => {
          const text = `${words}${one}${name} ${given}${gap || ' '}${two}raw`;
          expect(readPromptFlags(text)).toEqual({
            words: words.trim(),
            flags: [
              { name, value, origin: 'text' },
              { name: 'raw', value: '', origin: 'text' },
            ],
            doubts: [],
          });
        },
      ),
    );
  });
});

describe('whatever is written', () => {
  it('is read and judged without a fault, and means the same when it is written again', () => {
    fc.assert(
      fc.property(anything, (prompt) => {
        const parsed = readPromptFlags(prompt);
        const troubles = flagTroubles(parsed.flags);
        const again = readPromptFlags(writePrompt(parsed));
        expect(writePrompt(again)).toBe(writePrompt(parsed));
        expect(flagTroubles(again.flags).map(({ kind }) => kind)).toEqual(troubles.map(({ kind }) => kind));
      }),
      { numRuns: 3000 },
    );
  });

  it('is judged alike in any order', () => {
    const good = fc.constantFrom(
      '--ar 3:2',
      '--v 7',
      '--niji 6',
      '--tile',
      '--fast',
      '--relax',
      '--aspct 1:1',
      '--s 9999',
    );
    fc.assert(
      fc.property(fc.uniqueArray(good, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (flags, keys) => {
        const [first, second] = [flags, flags.map((flag) => ({ flag, key: keys.next().value ?? 0 }))];
        const shuffled = second.toSorted((one, other) => one.key - other.key).map(({ flag }) => flag);
        const kinds = (all: readonly string[]) =>
          troublesOf(`x ${all.join(' ')}`)
            .map(({ kind }) => kind)
            .toSorted();
        expect(kinds(shuffled)).toEqual(kinds(first));
      }),
    );
  });
});
