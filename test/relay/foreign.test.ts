import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RelayError } from '../../src/domain/failures/errors.ts';
import { decodeCallback } from '../../src/relay/tasks/callback.ts';
import { connect, never, type Scripted, serve } from './scripted-server.ts';
import { imagine, modal, upscale } from './submit/submissions.ts';

const kinds = ['accepted', 'images', 'refused', 'busy', 'unreached', 'unknown'];
const ids = ['17', '18'];

const scalar = fc.oneof(
  fc.jsonValue(),
  fc.integer(),
  fc.constantFrom(null, '', '17', 'SUCCESS', 'MODAL', 1, 21, 23, 24),
);
const field = fc.constantFrom(
  ...[
    'id',
    'task_id',
    'status',
    'progress',
    'imageUrl',
    'imageUrls',
    'buttons',
    'properties',
    'code',
    'result',
    'data',
  ],
  ...['description', 'error', 'message', 'success', 'created', 'type', '__proto__'],
);
const shaped = fc.dictionary(field, fc.oneof(scalar, fc.array(scalar), fc.dictionary(field, scalar)));
const json = fc.oneof(shaped, fc.array(shaped, { maxLength: 4 }), fc.jsonValue()).map((value) => JSON.stringify(value));
const cut = fc.tuple(json, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
const text = fc.oneof(
  json,
  cut,
  fc.string(),
  fc.constantFrom('', '<!DOCTYPE html><html></html>', '{', '[', '\u{feff}{}'),
);
const status = fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 413, 429, 500, 502, 503, 524);
const answers = fc.record({ status, body: text });

async function anyAnswer(
  check: (relay: ReturnType<typeof connect>, sent: () => number) => Promise<void>,
): Promise<void> {
  let answer: Scripted = {};
  const { origin, received } = await serve(() => answer);
  const relay = connect(origin, { retryDelay: () => 0 });
  await fc.assert(
    fc.asyncProperty(answers, async (next) => {
      answer = next;
      const before = received.length;
      await check(relay, () => received.slice(before).filter(({ path }) => path.includes('/submit/')).length);
    }),
    { numRuns: 300 },
  );
}

test('whatever the relay answers, a submit is sent once, never throws and has one outcome', async () => {
  let turn = 0;
  await anyAnswer(async (relay, sent) => {
    const submission = [imagine, upscale, modal][turn++ % 3] ?? imagine;
    const outcome = await relay.submit(submission, 'job-1', never);
    expect(kinds).toContain(outcome.kind);
    expect(outcome.kind).not.toBe('unreached');
    if (outcome.kind === 'accepted') expect(outcome.taskId).not.toBe('');
    if (outcome.kind === 'images') expect(outcome.urls.length).toBeGreaterThan(0);
    if ('detail' in outcome) expect(outcome.detail.length).toBeLessThanOrEqual(200);
    expect(sent()).toBe(1);
  });
});

test('whatever the relay answers, a fetch is the task, null or a RelayError', async () => {
  await anyAnswer(async (relay) => {
    const task = await relay.fetch('17', never).catch((error: unknown) => error);
    if (task instanceof RelayError || task === null) return;
    expect(task).toMatchObject({ id: '17', status: expect.any(String), buttons: expect.any(Array) });
  });
});

test('whatever the relay answers, a listing is about the asked-for ids or a RelayError', async () => {
  await anyAnswer(async (relay) => {
    const listing = await relay.list(ids, never).catch((error: unknown) => {
      expect(error).toBeInstanceOf(RelayError);
    });
    if (!listing) return;
    const { tasks, missing } = listing;
    const named = [...tasks.map(({ id }) => id), ...missing];
    expect(new Set(named).size).toBe(named.length);
    expect(ids).toEqual(expect.arrayContaining(named));
  });
});

test('a callback names a task or is nothing, whatever it holds', () => {
  fc.assert(
    fc.property(text, (body) => {
      const decoded = decodeCallback(body);
      if (decoded) expect(decoded.taskId).not.toBe('');
    }),
  );
});

test('a callback is read in any spelling', () => {
  expect(decodeCallback('{"id":"17","state":"job-1","status":"SUCCESS"}')).toEqual({ taskId: '17', state: 'job-1' });
  expect(decodeCallback('{"task_id":17300000000001234,"state":null}')).toEqual({
    taskId: '17300000000001234',
    state: '',
  });
  expect(decodeCallback('[]')).toBeNull();
  expect(decodeCallback('id=17')).toBeNull();
});
