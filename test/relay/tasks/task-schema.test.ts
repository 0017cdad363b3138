import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../src/relay/http/parse-json.ts';
import { createRedact } from '../../../src/relay/http/redact.ts';
import { readTask } from '../../../src/relay/tasks/task-schema.ts';

const redact = createRedact({ key: 'sk-secret-key', notifyHook: '' });
const read = (value: unknown) =>
  readTask(value, { origin: 'https://relay.example', base: 'https://relay.example/mj', redact });

test('a task of which only the id is known is pending', () => {
  expect(read({ id: 17 })).toEqual({
    id: '17',
    status: 'PENDING',
    percent: null,
    imageUrl: '',
    imageUrls: [],
    videoUrls: [],
    buttons: [],
    prompt: '',
    text: '',
    failReason: '',
    state: '',
  });
});

test('a gateway full of nulls and empty strings reads the same', () => {
  const empty = {
    status: '',
    progress: '',
    imageUrl: null,
    videoUrls: null,
    buttons: null,
    properties: null,
    state: null,
  };
  expect(read({ id: '17', ...empty })).toEqual(read({ id: '17' }));
});

test.each([
  ['0%', 0],
  ['45%', 45],
  ['45.5 %', 45],
  ['300%', 100],
  ['Waiting to start', null],
  ['', null],
  [null, null],
  [62, 62],
  ['62', 62],
  [' 62.5 ', 62],
])('progress %j is %s', (progress, percent) => {
  expect(read({ id: '1', progress })?.percent).toBe(percent);
});

test.each([
  ['FAILED', 'FAILURE'],
  ['error', 'FAILURE'],
  ['COMPLETED', 'SUCCESS'],
  ['Succeeded', 'SUCCESS'],
  ['CANCELLED', 'CANCEL'],
  ['queued', 'NOT_START'],
  ['processing', 'IN_PROGRESS'],
  ['in progress', 'IN_PROGRESS'],
  ['Timed-out', 'FAILURE'],
  ['失败', 'FAILURE'],
  ['Done', 'SUCCESS'],
  ['已完成', 'SUCCESS'],
  ['已取消', 'CANCEL'],
  ['who knows', 'PENDING'],
])('a server with a model of its own says %s and means %s', (status, meaning) => {
  expect(read({ id: '1', status })?.status).toBe(meaning);
});

test('a task that failed before its window was filled in says that it was the window', () => {
  const failed = { id: '1', status: 'FAILURE', description: 'Waiting for window confirm', failReason: '无效参数' };
  expect(read(failed)?.failReason).toBe('Waiting for window confirm: 无效参数');
  expect(read({ ...failed, description: 'Submit success' })?.failReason).toBe('无效参数');
});

test('relative addresses belong to the relay, whole ones are kept byte for byte', () => {
  const signed = 'https://cdn.example/a.png?ex=1&hm=2&';
  expect(read({ id: '1', imageUrl: '/mj/image/1?rand=5' })?.imageUrl).toBe('https://relay.example/mj/image/1?rand=5');
  expect(read({ id: '1', imageUrl: signed })?.imageUrl).toBe(signed);
  expect(read({ id: '1', imageUrl: 'javascript:alert(1)' })?.imageUrl).toBe('');
  expect(read({ id: '1', imageUrls: [{ url: signed }, '/b.png', null, {}] })?.imageUrls).toEqual([
    signed,
    'https://relay.example/b.png',
  ]);
});

test('films are found where relays put them', () => {
  const film = 'https://cdn.example/a.mp4?x=1';
  expect(read({ id: '1', videoUrls: [{ url: film }], videoUrl: film })?.videoUrls).toEqual([film]);
  expect(read({ id: '1', video_urls: [film] })?.videoUrls).toEqual([film]);
  expect(read({ id: '1', videoUrl: film })?.videoUrls).toEqual([film]);
  expect(read({ id: '1', imageUrl: film })).toMatchObject({ imageUrl: '', videoUrls: [film] });
});

test('snake case and capitals are understood', () => {
  const task = read({ task_id: '1', Status: 'success', image_urls: ['https://x/1'], fail_reason: 'no' });
  expect(task).toMatchObject({ id: '1', status: 'SUCCESS', imageUrls: ['https://x/1'], failReason: 'no' });
});

test('a task reads the same however its keys are spelt, and whatever is in it', () => {
  const fields = [
    'status',
    'progress',
    'imageUrl',
    'imageUrls',
    'videoUrls',
    'failReason',
    'promptEn',
    'buttons',
    'state',
  ];
  const some = [
    'SUCCESS',
    'failure',
    '45%',
    3,
    '3',
    null,
    'https://x.example/a.png',
    '/mj/image/17',
    'https://x.example/b.mp4',
  ];
  const button = fc.record({
    customId: fc.constantFrom('MJ::a', '', 7),
    label: fc.string(),
    style: fc.constantFrom(3, '3'),
  });
  const value = fc.oneof(
    fc.constantFrom(...some),
    fc.array(fc.constantFrom(...some)),
    fc.array(button),
    fc.jsonValue(),
  );
  const spellings = [
    (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    (key: string) => key.charAt(0).toUpperCase() + key.slice(1),
  ];
  const property = fc.property(fc.dictionary(fc.constantFrom(...fields), value), (task) => {
    const plain = read({ id: '17', ...task });
    for (const spell of spellings) {
      const spelt = Object.fromEntries(Object.entries(task).map(([key, item]) => [spell(key), item]));
      expect(read({ [spell('taskId')]: '17', ...spelt })).toEqual(plain);
    }
  });
  fc.assert(property, { numRuns: 300 });
});

test('buttons keep their order; links and odd types do no harm', () => {
  const buttons = [
    { customId: 'MJ::a', label: null, emoji: 5, style: '3', type: 2 },
    { label: 'Web', style: 5, url: 'https://x' },
    { customId: '', label: 'none' },
    null,
    { custom_id: 'MJ::b', label: 7, emoji: { name: '🔄' }, style: 9 },
  ];
  expect(read({ id: '1', buttons })?.buttons).toEqual([
    { customId: 'MJ::a', label: '', emoji: '5', style: 3 },
    { customId: 'MJ::b', label: '7', emoji: '🔄', style: 2 },
  ]);
});

test('the prompt is the one that was finally used', () => {
  expect(read({ id: '1', prompt: '狐狸', promptEn: 'fox', properties: { finalPrompt: 'a fox' } })?.prompt).toBe(
    'a fox',
  );
  expect(read({ id: '1', prompt: '狐狸', promptEn: 'fox', properties: {} })?.prompt).toBe('fox');
  expect(read({ id: '1', prompt: '狐狸', promptEn: '' })?.prompt).toBe('狐狸');
});

test('long ids sent as bare numbers keep their digits', () => {
  expect(read(parseJson('{"id": 17300000000001234567, "progress": 5}'))).toMatchObject({ id: '17300000000001234567' });
});

test('a failure does not repeat our key', () => {
  expect(read({ id: '1', failReason: 'Bearer sk-secret-key' })?.failReason).toBe('Bearer [hidden]');
});

test.each([null, [], 'x', 7, {}, { id: '' }, { id: {} }, { id: null, status: 'SUCCESS' }])('%j is no task', (value) => {
  expect(read(value)).toBeNull();
});

test.each([
  ['http://localhost:3000/mj/image/7?rand=1', 'https://relay.example/mj/image/7?rand=1'],
  ['http://[::1]:3000/mj/image/7', 'https://relay.example/mj/image/7'],
  ['http://new-api:3000/mj/image/7', 'https://relay.example/mj/image/7'],
  ['http://localhost:3000/mj/image/8', 'http://localhost:3000/mj/image/8'],
  ['http://localhost:3000/other/7', 'http://localhost:3000/other/7'],
  ['https://gateway.example/mj/image/7?sig=a', 'https://gateway.example/mj/image/7?sig=a'],
])('the picture of task 7 that a gateway links at %s is at %s', (imageUrl, there) => {
  expect(read({ id: '7', status: 'SUCCESS', imageUrl })?.imageUrl).toBe(there);
});

const hash = '3425cf92-031e-42ce-a8b8-61a89d492f1c';
const grid = { id: '1', action: 'IMAGINE', status: 'SUCCESS', properties: { messageHash: hash } };

test.each([
  ['an imagine', grid, 9],
  ['a variation', { ...grid, action: 'VARIATION' }, 9],
  ['a reroll', { ...grid, action: 'REROLL' }, 9],
  ['a blend', { ...grid, action: 'BLEND' }, 9],
  ['an upscale', { ...grid, action: 'UPSCALE' }, 0],
  ['a describe', { ...grid, action: 'DESCRIBE' }, 0],
  ['one that is not finished', { ...grid, status: 'IN_PROGRESS' }, 0],
  ['one without a hash', { ...grid, properties: {} }, 0],
  ['one whose hash is none', { ...grid, properties: { messageHash: `${hash}::x` } }, 0],
  ['one whose relay knows buttons', { ...grid, buttons: null }, 0],
] as const)('where a relay has no word for buttons, the grid of %s gets its own', (_, task, count) => {
  expect(read(task)?.buttons).toHaveLength(count);
});

test('films among the pictures are no pictures, and the one in the place of the picture is told apart', () => {
  const films = [0, 1, 2, 3].map((n) => `https://cdn.example/video/a/0_${n}.mp4`);
  const listed = films.map((url) => ({ url, thumbnail: 'https://cdn.example/a.webp' }));
  const all = { imageUrl: '', imageUrls: [], videoUrls: films, filmUrl: films[1] };
  expect(read({ id: '1', imageUrl: films[1], imageUrls: listed, videoUrls: listed })).toMatchObject(all);
  expect(read({ id: '1', imageUrl: films[1], imageUrls: listed, videoUrls: null })).toMatchObject(all);
  expect(read({ id: '1', imageUrl: 'https://cdn.example/a.webp', videoUrls: listed })).not.toHaveProperty('filmUrl');
  const unnamed = 'https://gateway.example/mj/image/7';
  expect(read({ id: '1', imageUrls: [unnamed], videoUrls: [unnamed] })).toMatchObject({ imageUrls: [] });
});

test('a relay without a word for buttons is known by its first running task', () => {
  const task = { id: '1', action: 'IMAGINE', status: 'IN_PROGRESS', properties: { discordInstanceId: '7' } };
  expect(read(task)?.hasNoButtons).toBe(true);
  expect(read({ ...task, buttons: [] })?.hasNoButtons).toBeUndefined();
  expect(read({ ...task, properties: {} })?.hasNoButtons).toBeUndefined();
  expect(read({ ...task, action: null })?.hasNoButtons).toBeUndefined();
});
