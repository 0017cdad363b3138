import { expect, test } from 'vitest';
import { defaultPrices, priceOf } from '../../../src/domain/credits/price.ts';
import type { Request, WindowText } from '../../../src/domain/job/request.ts';

const imagine = (prompt: string): Request => ({ kind: 'imagine', prompt, images: [], bot: 'MID_JOURNEY' });
const press = (customId: string): Request => ({ kind: 'action', taskId: '1', customId, chooseSameChannel: true });
const video = (prompt: string): Request => ({
  kind: 'video',
  prompt,
  image: null,
  endImage: null,
  motion: 'low',
  loop: false,
  extend: null,
});

test.each([
  ['an image', imagine('a fox'), 'image', 2],
  ['one at turbo speed', imagine('a fox --turbo --ar 3:2'), 'image', 4],
  ['one whose words only name a speed', imagine('a turbo fox, fast and relax'), 'image', 2],
  ['the last of two speeds', imagine('a fox --turbo --relax'), 'image', 2],
  ['a dash that a phone made of two', imagine('a fox —turbo'), 'image', 4],
  ['a video', video('it runs'), 'video', 16],
  ['U1', press('MJ::JOB::upsample::1::abc'), 'upscale', 1],
  ['an upscale of an upscale', press('MJ::JOB::upsample_v6_2x_subtle::1::abc::SOLO'), 'upscaleHd', 1],
  ['V1', press('MJ::JOB::variation::1::abc'), 'image', 2],
  ['V1 of a relay without buttons', press('MJ::JOB::variation::1::abc::CHANGE'), 'image', 2],
  ['a button that nobody knows', press('MJ::Job::Whatever::1'), 'image', 2],
  ['Animate', press('MJ::JOB::animate_high::1::abc::SOLO'), 'video', 16],
  ['a pick of a video', press('MJ::JOB::video_virtual_upscale::1::abc'), 'upscale', 1],
  ['Imagine all', press('MJ::Job::PicReader::all'), 'image', 8],
  ['Describe again', press('MJ::Picread::Retry'), 'text', 1],
  ['a describe', { kind: 'describe', image: 'x', bot: 'MID_JOURNEY' }, 'text', 1],
] as const)('%s costs what the list says', (_, request, kind, amount) => {
  expect(priceOf({ request, text: null }, defaultPrices, null)).toEqual({ kind, amount });
});

test.each([
  ['a look at a task', { kind: 'show', taskId: '1' }],
  ['❤️', press('MJ::BOOKMARK::abc')],
  ['Midjourney’s own Cancel', press('MJ::CancelJob::ByJobid::abc')],
] as const)('%s costs nothing', (_, request) => {
  expect(priceOf({ request, text: null }, defaultPrices, 'turbo')).toBeNull();
});

test('remix is billed for the press and for the words, and its words may name a speed', () => {
  const text = (prompt: string): WindowText => ({ prompt, mask: null });
  const request = press('MJ::JOB::variation::1::abc');
  expect(priceOf({ request, text: text('a dog') }, defaultPrices, null)?.amount).toBe(4);
  expect(priceOf({ request, text: text('a dog --turbo') }, defaultPrices, null)?.amount).toBe(8);
});

test('where a gesture names no speed, it is the relay’s', () => {
  expect(priceOf({ request: imagine('a fox'), text: null }, defaultPrices, 'turbo')?.amount).toBe(4);
  expect(priceOf({ request: imagine('a fox --fast'), text: null }, defaultPrices, 'turbo')?.amount).toBe(2);
  const odd = { ...defaultPrices, speed: { relax: 50, fast: 100, turbo: 150 } };
  expect(priceOf({ request: press('MJ::JOB::upsample::1::abc'), text: null }, odd, 'relax')?.amount).toBe(1);
});
