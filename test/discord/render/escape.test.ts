import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeDetail, escapeLetters, escapePrompt, escapeReason, plain } from '../../../src/discord/render/escape.ts';

const shown = (text: string, limit = 1000) => escapePrompt(text, limit).text;

describe('a prompt inside an embed', () => {
  it('reads literally where it looks like markdown', () => {
    expect(shown('**bold** _it_ ~~no~~ ||spoiler|| `code`')).toBe(
      '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|spoiler\\|\\| \\`code\\`',
    );
    expect(shown('```js\nx\n```')).toBe('\\`\\`\\`js\nx\n\\`\\`\\`');
    expect(shown('# head\n-# small\n> quote\n>>> all\n- item\n1. one')).toBe(
      '\\# head\n\\-# small\n\\> quote\n\\>\\>\\> all\n\\- item\n1\\. one',
    );
  });

  it('cannot hide an address behind a text', () => {
    expect(shown('[free](https://evil.example/)')).toBe('\\[free\\](https://evil.example/)');
  });

  it('mentions nobody', () => {
    expect(shown('<@42> <@&7> @everyone @HERE <#1>')).toBe(
      '\\<\u200b@42\\> \\<\u200b@&7\\> @\u200beveryone @\u200bHERE \\<\u200b#1\\>',
    );
  });

  it('keeps the addresses of image prompts clickable', () => {
    expect(shown('https://a.example/b_c-d.png?x=1_2 fox')).toBe('https://a.example/b_c-d.png?x=1_2 fox');
    expect(shown('<https://s.mj.example/abc> fox')).toBe('https://s.mj.example/abc fox');
    expect(shown('https://a.example/__x__')).toBe('https://a.example/\\_\\_x\\_\\_');
  });

  it('keeps flags, CJK, right-to-left words and emoji as they are', () => {
    for (const text of ['fox --ar 16:9 --v 7', '画一只狐狸，雪地', 'שלום עולם', '👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣', 'می‌خواهم', 'क्‍ष']) {
      expect(shown(text)).toBe(text);
    }
  });

  it('hides nothing and turns nothing around', () => {
    expect(shown('a\u200bb\u202ec\u2066d\ufeffe\u00adf\u0000g\u{e0041}h\u3164i')).toBe('abcdefghi');
    expect(shown(`z${'\u0301'.repeat(50)}`)).toBe(`z${'\u0301'.repeat(4)}`);
    expect(shown('a\r\n\n\n \n\nb\u2028c')).toBe('a\n\nb\nc');
    expect(shown('a\ud800b')).toBe('a\ufffdb');
  });

  it('is cut between characters, never inside an escape or an emoji', () => {
    expect(escapePrompt('abcdef', 6)).toEqual({ text: 'abcdef', cut: false });
    expect(escapePrompt('abcdefg', 6)).toEqual({ text: 'abcde…', cut: true });
    expect(escapePrompt('abcd*****', 6)).toEqual({ text: 'abcd…', cut: true });
    expect(escapePrompt('ab👨‍👩‍👧cdef', 8)).toEqual({ text: 'ab…', cut: true });
    expect(escapePrompt(`${'\u200b'.repeat(1000)}a`, 10)).toEqual({ text: '…', cut: true });
  });

  it.each([
    ['exactly so many letters', 'abcde', 'abcde', false],
    ['one letter more', 'abcdef', 'abcde…', true],
    ['escapes, which are no letters', '*****', '\\*\\*\\*\\*\\*', false],
    ['a cut before a mark', 'abcde*', 'abcde…', true],
    ['halves of a pair', '😀😀😀😀😀😀', '😀😀😀😀😀…', true],
    ['letters of several characters', `e\u0301${'g'.repeat(5)}`, 'e\u0301gggg…', true],
    ['a space at the cut', 'abcd efgh', 'abcd…', true],
    ['nothing that is seen', '\u200b\u200b', '', false],
  ])('is cut to its first letters: %s', (_, prompt, text, cut) => {
    expect(escapeLetters(prompt, 5)).toEqual({ text, cut });
  });

  it('is not cut within an address, of which half would lead elsewhere', () => {
    const shown = ['ab https://a.example/1', 'https://a.example/123', 'a https://a.ex b'].map((text) =>
      escapeLetters(text, 15),
    );
    expect(shown.map(({ text }) => text)).toEqual(['ab…', '…', 'a https://a.ex…']);
  });

  it('is bold from one end to the other, whatever it was, and never longer than there is room for', () => {
    const parts = fc.constantFrom(
      '*',
      '\\',
      '_',
      ' ',
      'a',
      '👨‍👩‍👧',
      '\ud83d',
      '\n',
      'https://a.example/b_c',
      '`',
      '1. ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 900 }), (given) => {
        const { text } = escapeLetters(given.join(''), 300);
        expect(text.length).toBeLessThanOrEqual(1501);
        expect(text.isWellFormed()).toBe(true);
        // Where Discord, which reads markdown as https://github.com/Khan/simple-markdown does, sees the end of bold text.
        if (text !== '') expect(/^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/.exec(`**${text}**`)?.[1]).toBe(text);
      }),
    );
  });

  it('leaves no live markdown behind, whatever it was', () => {
    const alphabet = fc.constantFrom(
      '*',
      '_',
      '~',
      '|',
      '`',
      '<',
      '>',
      '[',
      ']',
      '\\',
      '#',
      '-',
      '\n',
      ' ',
      'a',
      '1',
      '.',
      '@',
    );
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 80 }), fc.integer({ min: 2, max: 90 }), (prompt, limit) => {
        const { text, cut } = escapePrompt(prompt, limit);
        expect(text.length).toBeLessThanOrEqual(limit);
        const live = text.replace(/\\[^0-9A-Za-z\s]/g, 'e');
        expect(live).not.toMatch(/[*_~|`<>[\]\\]/);
        expect(live).not.toMatch(/^[^\S\n]*(#{1,3}\s|-#?\s|\+\s|\d+\.\s)/m);
        if (!cut)
          expect(text.replace(/\\([^0-9A-Za-z\s])/g, '$1').replaceAll('\u200b', '')).toBe(
            prompt.replace(/\n\s*\n/g, '\n\n').trim(),
          );
      }),
    );
  });
});

describe("the relay's own wording", () => {
  it('is one escaped line without addresses or keys', () => {
    expect(escapeDetail('bad\n`thing` at https://relay.example/mj?k=1 with sk-abcdefghijkl')).toBe(
      'bad \\`thing\\` at … with …',
    );
  });

  it('is escaped in every reason that carries it', () => {
    expect(escapeReason({ kind: 'taskFailed', detail: '**x**' })).toEqual({
      kind: 'taskFailed',
      detail: '\\*\\*x\\*\\*',
    });
    expect(escapeReason({ kind: 'bannedWord', word: '_x_' })).toEqual({ kind: 'bannedWord', word: '\\_x\\_' });
    expect(escapeReason({ kind: 'queueFull' })).toEqual({ kind: 'queueFull' });
  });
});

it('a place without markdown gets one plain line', () => {
  expect(plain(' *Ada*\n  Lovelace\u202e ', 80)).toBe('*Ada* Lovelace');
  expect(plain('Ada Lovelace', 5)).toBe('Ada…');
});
