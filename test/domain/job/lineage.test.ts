import { expect, test } from 'vitest';
import { billedSubmissions } from '../../../src/domain/job/cost.ts';
import type { Job, Place } from '../../../src/domain/job/job.ts';
import { lineage } from '../../../src/domain/job/lineage.ts';
import type { MessageRecord } from '../../../src/domain/ports/store.ts';
import { isRewordable, reworded, wordsOf } from '../../../src/domain/prompt/rewording.ts';
import { jobIn, uuid } from '../../discord/render/samples.ts';

const placeOf = (n: number): Place => ({ guildId: '1', channelId: '2', messageId: `${n}` });

/** Jobs 0, 1, 2…, each made from the message of the one before; the first from message `first`. */
function family(size: number, first: number | null) {
  const jobs = Array.from({ length: size }, (_, n): Job => {
    const from = n === 0 ? first : n - 1;
    return jobIn({ step: 'received' }, { id: `job ${n}`, parent: from === null ? null : placeOf(from) });
  });
  const record = (n: number): MessageRecord => ({
    place: placeOf(n),
    jobId: `job ${n}`,
    taskId: '1',
    buttons: [],
    requesterId: '1',
    prompt: '',
    createdAt: 0,
  });
  return {
    jobs,
    jobOf: async (id: string) => jobs.find((job) => job.id === id),
    messages: { get: async (id: string) => (Number(id) < size ? record(Number(id)) : undefined) },
  };
}

/** A job that was made from the message of job `n`. */
const from = (n: number) => jobIn({ step: 'received' }, { parent: placeOf(n) });

test('a family tree is told from the nearest to the oldest', async () => {
  const { jobs, jobOf, messages } = family(4, null);
  const ids = (await lineage(jobs[3] ?? jobIn({ step: 'received' }), jobOf, messages)).map(({ job }) => job?.id);
  expect(ids).toEqual(['job 2', 'job 1', 'job 0']);
});

test('a family tree ends where nobody knows more, in a circle, and after a dozen', async () => {
  const lost = family(2, 99);
  expect(await lineage(from(1), lost.jobOf, lost.messages)).toMatchObject([
    { job: { id: 'job 1' } },
    { job: { id: 'job 0' } },
    { place: placeOf(99), job: null },
  ]);
  const circle = family(3, 2);
  expect(await lineage(from(2), circle.jobOf, circle.messages)).toHaveLength(3);
  const long = family(50, null);
  expect(await lineage(from(49), long.jobOf, long.messages)).toHaveLength(12);
});

test('a job costs one submission, a remixed one two, one that only shows nothing', () => {
  const action = (customId: string) => ({ kind: 'action', taskId: '1', customId, chooseSameChannel: true }) as const;
  const text = { prompt: 'x', mask: null };
  expect(billedSubmissions({ request: { kind: 'show', taskId: '1' }, text: null })).toBe(0);
  expect(billedSubmissions({ request: action(`MJ::JOB::variation::1::${uuid}`), text: null })).toBe(1);
  expect(billedSubmissions({ request: action(`MJ::JOB::variation::1::${uuid}`), text })).toBe(2);
  expect(billedSubmissions({ request: action(`MJ::CustomZoom::${uuid}`), text })).toBe(1);
});

test('a failure that lies in the words can be reworded where there are any', () => {
  const press = {
    kind: 'action',
    taskId: '1',
    customId: `MJ::JOB::upsample::1::${uuid}`,
    chooseSameChannel: true,
  } as const;
  const imagine = { kind: 'imagine', prompt: 'gore', images: ['a'], bot: 'MID_JOURNEY' } as const;
  const banned = { kind: 'bannedWord', word: 'gore' } as const;
  expect(isRewordable({ request: imagine, text: null }, banned)).toBe(true);
  expect(isRewordable({ request: imagine, text: null }, { kind: 'queueFull' })).toBe(false);
  expect(isRewordable({ request: press, text: null }, banned)).toBe(false);
  expect(isRewordable({ request: press, text: { prompt: 'gore', mask: null } }, banned)).toBe(true);
  expect(reworded({ request: imagine, text: null }, 'berries')).toEqual({
    request: { ...imagine, prompt: 'berries' },
    text: null,
  });
  const windowed = { request: press, text: { prompt: 'gore', mask: null } };
  expect(wordsOf(windowed)).toBe('gore');
  expect(reworded(windowed, 'berries')).toEqual({ request: press, text: { prompt: 'berries', mask: null } });
});
