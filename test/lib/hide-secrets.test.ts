import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecretFilter } from '../../src/lib/hide-secrets.ts';

const body = 'aB3dEf7hIjKlMn0pQrStUv';
const key = `sk-${body}`;
const hide = createSecretFilter([key]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a key is hidden', () => {
  test.each([
    ['as it is', key],
    ['without its prefix', body],
    ['as a header', `Bearer ${key}`],
    ['as a header without its prefix', `Bearer ${body}`],
    ['in an address', `https://x.example/?key=${encodeURIComponent(key)}&a=b`],
    ['as base64', base64(key)],
    ['as base64 without its prefix', base64(body)],
    ['as base64 of a header', base64(`Bearer ${key}`)],
    ['as base64 of a name and a password', base64(`me:${key}`)],
    ['as base64 among other text', base64(`{"authorization":"${key}","a":1}`)],
    ['as base64 for addresses', Buffer.from(`?key=${key}`).toString('base64url')],
    ['cut short', key.slice(0, 17)],
    ['cut short without its prefix', body.slice(0, 12)],
    ['in capitals', key.toUpperCase()],
    ['with another key’s part behind it', `${key}-12`],
  ])('%s', (_, text) => {
    const hidden = hide(`before ${text} after`);
    expect(hidden).toMatch(/^before .*\[hidden\].* after$/);
    for (let from = 0; from + 6 <= body.length; from += 1) expect(hidden).not.toContain(body.slice(from, from + 6));
  });

  test.each([
    `TokenStatusExhausted[sk-${body.slice(0, 3)}***${body.slice(-3)}]`,
    `${body.slice(0, 4)}****${body.slice(-4)}`,
    `sk-${body.slice(0, 6)}…`,
    `sk-${body.slice(0, 8)}...${body.slice(-4)}`,
    `••••${body.slice(-4)}`,
    `sk-****${body.slice(-4)}`,
    `Bearer sk-${body.slice(0, 2)}**`,
    `sk-${body.slice(0, 3)}＊＊＊${body.slice(-3)}`,
    `sk-${body.slice(0, 3)}####${body.slice(-3)}`,
  ])('where it is masked: %s', (text) => {
    const hidden = hide(text);
    expect(hidden).toContain('[hidden]');
    for (const shown of [body.slice(0, 3), body.slice(-3)]) expect(hidden).not.toContain(shown);
  });

  test('where only one part of it is repeated, because dashes divide it', () => {
    const divided = createSecretFilter(['sk-aB3dEf7hIj-KlMn0pQrSt-12']);
    expect(divided('no such key aB3dEf7hIj')).toBe('no such key [hidden]');
    expect(divided('channel KlMn0pQrSt')).toBe('channel [hidden]');
    expect(divided('channel 12')).toBe('channel 12');
  });
});

test('a key with signs is hidden however they are escaped', () => {
  const odd = 'sk-a"b\\c/d&e+f<g>h=0123456789';
  const hidden = createSecretFilter([odd]);
  const encoded = encodeURIComponent(odd);
  for (const text of [
    odd,
    encoded,
    encoded.replace(/%../g, (hex) => hex.toLowerCase()),
    JSON.stringify({ odd }),
    JSON.stringify({ odd }).replaceAll('/', '\\/').replaceAll('&', '\\u0026'),
    odd.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    base64(odd),
    `x${base64(`xx${odd}`)}`,
  ]) {
    expect(hidden(text), text).not.toMatch(/0123456789|MDEyMzQ1|MTIzNDU2|AxMjM0NT/);
  }
});

test('ordinary words stay, with masks and dots in them', () => {
  for (const text of ['Loading… please wait', 'a ** b', 'one...two', '**bold**', 'well-known', 'sk- is a prefix']) {
    expect(hide(text)).toBe(text);
  }
  expect(createSecretFilter(['', 'a', 'sk-'])('a plain task-id')).toBe('a plain task-id');
});

test('a text with no secret in it is told from others in one go, and nothing of one is overlooked', () => {
  const secret = fc.oneof(
    fc.stringMatching(/^sk-[A-Za-z0-9]{20,48}$/),
    fc.stringMatching(/^[!-~]{4,40}$/),
    fc.stringMatching(/^[a-z]{2,10}(-[A-Za-z]{8,12}){1,3}$/),
    fc.constantFrom('hidden', '[hidden]', '$&$1', 'a|b|c', '狐狐狐狐狐'),
  );
  const part = fc.tuple(
    fc.constantFrom<(text: string) => string>(
      (text) => text.toUpperCase(),
      (text) => text.slice(0, 12),
      (text) => text.slice(3, 9),
      (text) => `${text.slice(0, 5)}***${text.slice(-3)}`,
      base64,
      encodeURIComponent,
    ),
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('well-known', '<@1>', '…', '😀', 'x'.repeat(5_000)),
    ),
  );
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.array(part), (secrets, parts) => {
      const hideAll = createSecretFilter(secrets);
      const [first = ''] = secrets;
      const text = parts.map(([spell, rest]) => spell(first) + rest).join('');
      // Behind it stands one for which the whole text is gone through.
      expect(hideAll(`${text} ${first}`)).toBe(`${hideAll(text)} ${hideAll(first)}`);
    }),
  );
});

test('whatever stands around it, nothing of a key is left to be read', () => {
  const secret = fc.stringMatching(/^sk-[A-Za-z0-9]{20,48}$/);
  const way = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.slice(3),
    encodeURIComponent,
    base64,
    (text: string) => Buffer.from(text).toString('base64url'),
    (text: string) => JSON.stringify({ text }),
  );
  fc.assert(
    fc.property(secret, way, fc.string(), fc.string(), (text, spell, before, after) => {
      const whole = spell(`${before}|${text}|${after}`.toWellFormed());
      const safe = createSecretFilter([text])(whole);
      const decoded = Buffer.from(safe, 'base64').toString();
      for (const seen of [safe, decoded]) expect(seen).not.toContain(text.slice(3));
      fc.pre(safe !== whole);
      expect(safe).toContain('[hidden]');
    }),
  );
});
