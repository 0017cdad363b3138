import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/domain/buttons/action.ts';
import { listPrompts, pickButtons, promptAt } from '../../../src/domain/prompt/prompts-list.ts';

const keycap = (number: number, selector = '\ufe0f') => `${number}${selector}\u20e3`;

/** A prompt as Midjourney writes them: one line, no markdown. */
const prompt = fc
  .stringMatching(/^[A-Za-z,.'é狐][\w ,.'é狐-]{0,60}$/)
  .map((text) => text.replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '');
const prompts = fc.array(prompt, { minLength: 1, maxLength: 5 });

describe('the prompts of a describe or a shorten', () => {
  it('are found behind their keycaps, whatever stands between them', () => {
    fc.assert(
      fc.property(
        prompts,
        fc.constantFrom('\ufe0f', ''),
        fc.constantFrom('\n', '\n\n', '\r\n\r\n'),
        (all, selector, gap) => {
          const text = all.map((each, index) => `${keycap(index + 1, selector)} ${each}`).join(gap);
          expect(listPrompts(text)).toEqual(all.map((each, index) => ({ number: index + 1, prompt: each })));
          all.forEach((each, index) => {
            expect(promptAt(text, index + 1)).toBe(each);
          });
          expect(promptAt(text, all.length + 1)).toBeNull();
        },
      ),
    );
  });

  it('are found in text on one line and in lists with plain numbers', () => {
    expect(listPrompts('1️⃣ a fox 2️⃣ a hill')).toEqual([
      { number: 1, prompt: 'a fox' },
      { number: 2, prompt: 'a hill' },
    ]);
    expect(listPrompts('1. a fox\n2. a hill\n3) a sea').map((listed) => listed.prompt)).toEqual([
      'a fox',
      'a hill',
      'a sea',
    ]);
  });

  it('are four lines without numbers, as some accounts write them, so that pick 3 is the third', () => {
    const text = 'a fox --ar 3:2\r\n\r\na hill, at dawn\r\na sea\r\n\r\na town\r\n';
    expect([1, 3, 4, 5].map((number) => promptAt(text, number))).toEqual(['a fox --ar 3:2', 'a sea', 'a town', null]);
    expect(pickButtons(text, { kind: 'describe' })).toHaveLength(5);
    for (const none of ['a fox\na hill\na sea', '## Tokens\na\nb\nc', 'Tokens:\na\nb\nc', '- a\n- b\n- c\n- d']) {
      expect(listPrompts(none)).toEqual([]);
    }
  });

  it('keep the words of links and lose emphasis and what follows them', () => {
    const text = [
      '## Important tokens',
      '**fox** ~~very~~',
      '## Shortened prompts',
      '1️⃣ a [red fox](<https://www.midjourney.com/explore?q=red>) in **snow** --ar 3:2',
      '',
      '2️⃣ a',
      'fox',
      '## More',
      'words',
    ].join('\n');
    expect(listPrompts(text)).toEqual([
      { number: 1, prompt: 'a red fox in snow --ar 3:2' },
      { number: 2, prompt: 'a fox' },
    ]);
  });

  it('have a button each, named as Midjourney names them', () => {
    const buttons = pickButtons('1️⃣ a fox\n2️⃣ a hill', { kind: 'describe' });
    expect(buttons.map(({ customId }) => [customId, classify(customId).class])).toEqual([
      ['MJ::Job::PicReader::1', 'describePick'],
      ['MJ::Job::PicReader::2', 'describePick'],
      ['MJ::Job::PicReader::all', 'describeAll'],
    ]);
    const shorter = pickButtons([1, 2, 3, 4, 5, 6].map((n) => `${keycap(n)} fox`).join('\n'), { kind: 'shorten' });
    expect(shorter.map(({ customId }) => classify(customId).class)).toEqual(Array(5).fill('shortenPick'));
  });

  it('are none in text without a list', () => {
    expect(listPrompts('')).toEqual([]);
    expect(listPrompts('a fox, 2 hills and 1. floor')).toEqual([]);
  });

  it('come in rising order, one line each, from any text at all', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '1️⃣', '2️⃣', '9️⃣', '1.', ' 2) ', '[a](https://b)', '**'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const found = listPrompts(pieces.join(''));
        found.forEach(({ number, prompt: each }, index) => {
          expect(number).toBeGreaterThan(found[index - 1]?.number ?? 0);
          expect(each).not.toMatch(/[\r\n]|^\s|\s$|^$/);
          expect(each.isWellFormed()).toBe(true);
        });
      }),
    );
  });

  it('are read quickly from a text of any length', () => {
    const started = Date.now();
    listPrompts(`${'[a'.repeat(200_000)}\n${' '.repeat(200_000)}1️⃣`);
    listPrompts('1️⃣ '.repeat(100_000));
    listPrompts('\n '.repeat(100_000));
    expect(Date.now() - started).toBeLessThan(1_000);
  });
});
