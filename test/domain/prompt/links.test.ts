import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureLinks } from '../../../src/domain/prompt/links.ts';

const [a, b, c] = ['https://x.test/a.png', 'https://x.test/b.png?x=1', 'http://y.test/c'];

test.each<[string, readonly string[]]>([
  ['a fox', []],
  [`${a} a fox`, [a]],
  [`<${a}> ${b}::2 a fox ${c}`, [a, b]],
  [`${a} ::2 ${b} a fox`, [a, b]],
  [`a fox as on ${a}`, []],
  [`a fox --sref ${a}::2 123 ${b} --oref ${c} --ar 3:2 ${a}`, [a, b, c]],
  [`a fox --SREF ${a} --sref ${a}`, [a]],
  ['https:// a fox', []],
])('the links to pictures in “%s”', (prompt, links) => {
  expect(pictureLinks(prompt)).toEqual(links);
});

test('no more than five are looked at, and each is one that the prompt has', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.webUrl(), fc.constantFrom('--sref', '--ar', 'fox', '<', '::')), { maxLength: 20 }),
      (words) => {
        const links = pictureLinks(words.join(' '));
        expect(links.length).toBeLessThanOrEqual(5);
        expect(links.every((link) => words.some((word) => word.includes(link)))).toBe(true);
      },
    ),
  );
});
