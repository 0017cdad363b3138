import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeLetters, escapePrompt, plain } from '../../../src/discord/render/escape.ts';

/** More than any text here has. */
const ROOM = 8_000;
/** Cleaned away, but only by those who look at every character. */
const HIDDEN = '\u200b';

const pieces = fc.oneof(
  fc.constantFrom('fox', ' ', '  ', '\n', '\n \n\n', '\r\n', '\t', '\u2028', '\u0085', '\u00a0', '\u3000', '\ufeff'),
  fc.constantFrom('\u200b', '\u200d', '\ufe0f', '\u00ad', '\u202e', '\u3164', '\u034f', '\0', '\ud83d', '\ude00'),
  fc.constantFrom('é', '\u0301', 'z\u0301\u0301\u0301\u0301\u0301', 'か\u3099', '狐', '，', '한국', '\u1100\u1161'),
  fc.constantFrom('😀', '👩‍👩‍👧‍👦', '❤️', '1️⃣', '🇩🇪', '🇩', '👍🏽', '葛\u{e0100}', 'می‌خواهم', 'क्‍ष', '©', '…'),
  fc.constantFrom('*', '__', '~~', '||', '`', '<', '>', '[a](b)', '\\', '# ', '-', '+ ', '1. ', '12)', '--ar 3:2'),
  fc.constantFrom('https://a.example/b_c', '<https://a.example/>', '<@1>', '@everyone', '@HERE', '<#1>', '@'),
  fc.constantFrom('x'.repeat(400), '狐'.repeat(400), '\u0301'.repeat(400), '\u200b'.repeat(400)),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const foreign = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));

/** The same beginning of a text as `escapeLetters` finds it grapheme by grapheme, because not each character is one. */
function slowLetters(text: string, letters: number): string {
  return escapeLetters(`${text}👩‍🚀`, letters).text;
}

test('an everyday text is cleaned like every other', () => {
  fc.assert(
    fc.property(foreign, fc.integer({ min: 1, max: 400 }), (text, limit) => {
      expect(escapePrompt(text, ROOM)).toEqual(escapePrompt(HIDDEN + text, ROOM));
      expect(plain(text, ROOM)).toBe(plain(HIDDEN + text, ROOM));
      // A text that is longer than eight times the limit ends one character earlier behind what is hidden.
      fc.pre(text.length < 8 * limit);
      expect(escapePrompt(text, limit)).toEqual(escapePrompt(HIDDEN + text, limit));
    }),
  );
});

test('a text without markdown is escaped like all others', () => {
  const beginnings = fc.constantFrom('', 'a', 'a\n', 'a\n ', 'a\n1', '1', '12', 'a@', 'http://a.b');
  const short = fc.tuple(beginnings, fc.integer({ min: 0x20, max: 0x7e }).map(String.fromCharCode));
  const marked = short.map(([before, mark]) => `${before}${mark}here`);
  fc.assert(fc.property(fc.oneof({ weight: 9, arbitrary: marked }, foreign), isEscaped), { numRuns: 10_000 });

  function isEscaped(text: string): void {
    expect(escapePrompt(`${text}x|`, ROOM).text).toBe(`${escapePrompt(`${text}x`, ROOM).text}\\|`);
  }
});

test('the letters of an everyday text are counted as those of any other are', () => {
  fc.assert(
    fc.property(foreign, fc.integer({ min: 1, max: 60 }), (text, letters) => {
      const longer = `${text}${'x'.repeat(letters + 1)}`;
      expect(escapeLetters(longer, letters).text).toBe(slowLetters(longer, letters));
      const few = Math.max(1, text.length);
      expect(escapeLetters(text, few)).toEqual(escapePrompt(text, 5 * few));
    }),
  );
});

test('which characters are everyday ones makes no difference to any of them', () => {
  for (let code = 0; code <= 0xff_ff; code += 1) {
    const text = `a${String.fromCharCode(code).repeat(6)}bcdefghijk`;
    const isCleaned = escapePrompt(text, ROOM).text === escapePrompt(HIDDEN + text, ROOM).text;
    const isCounted = escapeLetters(text, 4).text === slowLetters(text, 4);
    if (!isCleaned || !isCounted) expect.fail(`U+${code.toString(16)}`);
  }
});

test('white space becomes one space, whatever it consists of', () => {
  const rare = fc.constantFrom('\n', '\t', '\r', '\v', '\f', '\u00a0', '\u3000', '\u2003', '\u2028');
  const spaces = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', '狐', ' ') }, rare);
  fc.assert(
    fc.property(fc.string({ unit: spaces, maxLength: 40 }), (text) => {
      expect(plain(text, ROOM)).toBe(text.replace(/\s+/g, ' ').trim());
    }),
  );
});

test('no emoji loses what is invisible in it, with whatever it begins', () => {
  const every = Array.from({ length: 0x1_fb_00 }, (_, code) => String.fromCodePoint(code)).filter((character) =>
    /\p{Emoji}/u.test(character),
  );
  const followed = every.flatMap((first) =>
    ['\ufe0f', '\u{1f3fd}', '\ufe0f\u20e3', '\u200d♂\ufe0f', '\u200d🚀', '\ufe0f\u200d🔥', '\u200d🌈'].map(
      (rest) => first + rest,
    ),
  );
  const emoji = followed.filter((text) => /^\p{RGI_Emoji}$/v.test(text) && !text.startsWith('*'));
  expect(emoji.length).toBeGreaterThan(400);
  for (const text of emoji) expect(escapePrompt(`a${text}`, ROOM).text).toBe(`a${text}`);
});
