import { expect, test } from 'vitest';
import type { Request } from '../../../src/domain/job/request.ts';
import { givenPictures, isForOtherPictures, withPictures } from '../../../src/domain/pictures/given.ts';

const film = { kind: 'video', prompt: '', motion: 'low', loop: false, extend: null } as const;

test.each<[Request, ReturnType<typeof givenPictures>, Partial<Request>]>([
  [
    { kind: 'imagine', prompt: 'a fox', images: ['x'], bot: 'MID_JOURNEY' },
    { least: 1, most: 5 },
    { images: ['1', '2'] },
  ],
  [{ kind: 'imagine', prompt: 'a fox', images: [], bot: 'MID_JOURNEY' }, null, {}],
  [{ kind: 'describe', image: 'x', bot: 'MID_JOURNEY' }, { least: 1, most: 1 }, { image: '1' }],
  [{ kind: 'edit', prompt: 'a fox', image: 'x' }, { least: 1, most: 1 }, { image: '1' }],
  [
    { ...film, image: 'x', endImage: null },
    { least: 1, most: 1 },
    { image: '1', endImage: '2' },
  ],
  [
    { ...film, image: 'x', endImage: 'y' },
    { least: 2, most: 2 },
    { image: '1', endImage: '2' },
  ],
  [
    { ...film, image: null, endImage: 'y' },
    { least: 1, most: 1 },
    { image: null, endImage: '1' },
  ],
  [{ kind: 'shorten', prompt: 'a fox', bot: 'MID_JOURNEY' }, null, {}],
])('other pictures take the place of those of %o', (request, count, changed) => {
  expect(givenPictures(request)).toEqual(count);
  expect(isForOtherPictures(request, { kind: 'pictureUnreadable' })).toBe(count !== null);
  expect(isForOtherPictures(request, { kind: 'queueFull' })).toBe(false);
  if (count) expect(withPictures(request, ['1', '2'])).toEqual({ ...request, ...changed });
});
