import { expect, test } from 'vitest';
import { emptyAccount, end, hold } from '../../src/domain/credits/account.ts';
import { daysOf } from '../../src/domain/credits/usage.ts';
import { drawUsage, usageSvg } from '../../src/pictures/usage-chart.ts';

const held = hold(emptyAccount, [
  ['1', 2, 3],
  ['2', 16, 3],
  ['3', 1, 30],
]);
const account = end(end(end(held, '1', 'image', 'post'), '2', 'video', 'post'), '3', 'upscale', 'post');

/** The bars of a chart, as colour and height, without its ground and its line. */
function barsOf(svg: string): string[] {
  const rects = [...svg.matchAll(/height="(\d+)" fill="(#\w+)"/g)].map(([, height, fill]) => `${fill} ${height}`);
  return rects.slice(1, -1);
}

test('a day’s bar has the colours of what was made on it, and is as high as its share of the highest day', () => {
  const days = daysOf(account, '2026-11');
  expect(days).toHaveLength(30);
  expect([days[2], days[29]]).toEqual([
    { all: 18, kinds: [2, 0, 0, 0, 16] },
    { all: 1, kinds: [0, 1, 0, 0, 0] },
  ]);
  expect(barsOf(usageSvg(days))).toEqual(['#56b4e9 42', '#cc79a7 338', '#e69f00 21']);
});

test('what was used before kinds were counted by the day is grey, and nothing used is no bar', async () => {
  const { kindDays: _, ...older } = account;
  expect(barsOf(usageSvg(daysOf(older, '2026-11')))).toEqual(['#b5bac1 380', '#b5bac1 21']);
  expect(barsOf(usageSvg(daysOf(emptyAccount, '2026-02')))).toEqual([]);
  const png = await drawUsage(daysOf(account, '2026-11'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
});
