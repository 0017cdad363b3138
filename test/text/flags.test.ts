import { expect, it } from 'vitest';
import type { FlagTrouble } from '../../src/domain/failures/flag-trouble.ts';
import { en } from '../../src/text/en/index.ts';
import { zh } from '../../src/text/zh/index.ts';

const version = {
  kind: 'version',
  flag: '--q',
  model: 'Midjourney 8.2',
  said: false,
  fits: ['--v 7', '--niji 6'],
} as const;

const troubles: readonly (readonly [FlagTrouble, string, string])[] = [
  [
    version,
    '`--q` is not for Midjourney 8.2, which draws this; use `--v 7` or `--niji 6`, or leave it out.',
    'Midjourney 8.2（这张图会用它来画）不支持参数 `--q` ，请改用 `--v 7`或`--niji 6`，或者把它去掉。',
  ],
  [
    { ...version, flag: '::', said: true, fits: [] },
    'The weights after `::` are not for Midjourney 8.2; leave them out.',
    'Midjourney 8.2 不支持 `::` 权重，请把它去掉。',
  ],
  [
    {
      kind: 'malformed',
      flag: '--q',
      value: '.5',
      accepts: { kind: 'oneOf', values: ['1', '2'] },
      model: 'Midjourney 7',
    },
    '`--q` takes `1` or `2` with Midjourney 7, not `.5`.',
    '用 Midjourney 7 时参数 `--q` 只能是 `1`或`2`，现在写的是 `.5` 。',
  ],
  [
    { kind: 'malformed', flag: '--style', value: 'x', accepts: { kind: 'style', values: ['raw'] } },
    '`--style` takes `raw`, `random` or a style code, not `x`.',
    '参数 `--style` 只能是 `raw`或`random`，或风格代码，现在写的是 `x` 。',
  ],
  [
    { kind: 'glued', flag: '--ar' },
    'There is no space before `--ar`: add one to make it a parameter, or leave the dashes out.',
    '`--ar` 前面缺少空格：要当作参数请加空格，否则请去掉横线。',
  ],
  [
    { kind: 'unsure', flag: '--he' },
    'I do not know the parameter `--he`: write it with two hyphens if it is one, or leave the dashes out.',
    '我不认识 `--he` 这个参数：如果是参数，请用两个半角减号，否则请去掉横线。',
  ],
  [
    { kind: 'misplaced', flag: '--motion', belongs: 'films' },
    '`--motion` is for films: make one with `/video`, or leave it out.',
    '参数 `--motion` 只用于视频：请用 `/video` ，或者把它去掉。',
  ],
  [
    { kind: 'misplaced', flag: '--zoom', belongs: 'zoom' },
    '`--zoom` is for existing pictures: use `/zoom`, or leave it out.',
    '参数 `--zoom` 只用于已有的图片：请用 `/zoom` ，或者把它去掉。',
  ],
  [
    { kind: 'notForFilms', flag: '--turbo' },
    'Films cannot be made with `--turbo`; leave it out.',
    '视频不支持参数 `--turbo` ，请把它去掉。',
  ],
  [{ kind: 'unknown', flag: '--a' }, 'I do not know `--a`.', '我不认识 `--a` 这个参数。'],
];

it.each(troubles)('tells in both languages which flag to mend, and how: %j', (trouble, english, chinese) => {
  const told = [en, zh].map((words) => words.explain({ kind: 'flags', troubles: [trouble] }, ''));
  expect(told.map(({ what }) => what)).toEqual([english, chinese]);
});
