import { expect, test } from 'vitest';
import { idsIn, limitIn, priceListIn, writtenLimit } from '../../../src/domain/policy/written-numbers.ts';

test.each([
  ['', { day: null, month: null }],
  [' 40 ', { day: 40, month: null }],
  ['1000 / 20000', { day: 1000, month: 20_000 }],
  ['/ 500', { day: null, month: 500 }],
  ['０／', { day: 0, month: null }],
])('the limit “%s” is understood, and is written so that it is understood again', (text, limit) => {
  expect(limitIn(text)).toEqual(limit);
  expect(limitIn(writtenLimit(limit))).toEqual(limit);
});

test.each(['forty', '-1', '1.5', '1,000', '1 / 2 / 3', '4 / x', '99999999'])('“%s” is no limit', (text) => {
  expect(limitIn(text)).toBeUndefined();
});

test('a form of prices is taken as a whole or not at all', () => {
  const form = { image: '2', upscales: '1', text: '1', video: '16', turbo: '200' };
  const read = (changes: Partial<typeof form>) => priceListIn((field) => ({ ...form, ...changes })[field]);
  const of = { image: 2, upscale: 1, upscaleHd: 1, text: 1, video: 16 };
  expect(read({})).toEqual({ of, turbo: 200 });
  expect(read({ upscales: '1/4', turbo: '１５０' })).toEqual({ of: { ...of, upscaleHd: 4 }, turbo: 150 });
  for (const wrong of ['', '0', '-1', '10001', '2.5', '2 / 3']) expect(read({ video: wrong })).toEqual({ wrong });
  expect(read({ upscales: '1 / 0' })).toEqual({ wrong: '1 / 0' });
});

test('ids are taken as they are copied, each once, and the first that is none is named', () => {
  const [one, two] = ['170707070707070701', '170707070707070702'];
  expect(idsIn(`${one}\n\n<@${two}>, ${one} <@!${two}>`)).toEqual({ ids: [one, two] });
  expect(idsIn(' ')).toEqual({ ids: [] });
  expect(idsIn(`${one}\nann`)).toEqual({ wrong: 'ann' });
});
