import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchTasks } from '../../../src/discord/lookup/recent-tasks.ts';
import { choiceOf } from '../../../src/discord/render/choice.ts';
import { decodeQuery, encodeQuery, pageAt, paginate, renderHistory } from '../../../src/discord/render/history.ts';
import { renderInfo } from '../../../src/discord/render/info.ts';
import { renderJobs } from '../../../src/discord/render/jobs-list.ts';
import type { EphemeralReply } from '../../../src/discord/render/reply.ts';
import { mediaOf } from '../../../src/domain/pictures/media.ts';
import { en } from '../../../src/text/en/index.ts';
import { brokenLimits } from './limits.ts';
import { delivering, jobIn, pictures, place } from './samples.ts';

const text = fc.oneof(
  fc.constantFrom(
    '',
    '\ud800',
    'x'.repeat(20_000),
    '*_`|~'.repeat(900),
    '画一只狐狸'.repeat(1200),
    '👨‍👩‍👧'.repeat(900),
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme' }).map((words) => `${words} --ar 3:2 --no \`${words}\` --sref ${words}`),
);
const taskId = fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 17n }).map(String), fc.stringMatching(/^[\w-]{1,150}$/));
const task = fc.record({ taskId, prompt: text, place: fc.constant(place), at: fc.nat() });

/** What Discord would refuse, selects included. */
function troubles({ content, embeds = [], components = [] }: EphemeralReply): string[] {
  const rows = components.map((row) => row.components);
  const selects = rows.flat().flatMap((one) => (one.type === 3 ? [one] : []));
  const values = selects.map(({ options }) => options);
  return [
    ...brokenLimits({ content: content || 'x', components: [], embeds: [...embeds] }),
    ...(rows.length > 5 ? ['too many rows'] : []),
    ...values.filter(({ length }) => length < 1 || length > 25).map(() => 'a select of a bad size'),
    ...values
      .flat()
      .flatMap(({ label, value, description = 'x' }) =>
        [label, value, description].some(({ length }) => length < 1 || length > 100) ? ['a bad option'] : [],
      ),
    ...values.filter((all) => new Set(all.map(({ value }) => value)).size < all.length).map(() => 'a double option'),
  ];
}

it('/jobs shows whatever is running and kept in a message that Discord takes', () => {
  const stage = fc.constantFrom(
    { step: 'waiting', place, notBefore: 0, refusals: 0 } as const,
    { step: 'following', place, taskId: '1', acceptedAt: 0, modalSent: false } as const,
    { step: 'window', place, taskId: '1', since: 0, notBefore: 0, refusals: 0 } as const,
    { step: 'unknown', place, taskId: null, since: 0, attempt: 'a1' } as const,
  );
  const progress = fc.record({ percent: fc.option(fc.nat(100)), ahead: fc.option(fc.nat()), previewUrl: text });
  const open = fc.uniqueArray(fc.tuple(fc.nat(), text, stage, progress), { selector: ([id]) => id, maxLength: 40 });
  const kept = fc.uniqueArray(task, { selector: (one) => one.taskId, maxLength: 15 });
  fc.assert(
    fc.property(open, kept, fc.constantFrom('', 'Cancelled: a fox'), (jobs, finished, news) => {
      const all = jobs.map(([id, prompt, at, known]) => ({ job: jobIn(at, { id: `${id}`, prompt }), progress: known }));
      expect(troubles(renderJobs(all, finished, en, news))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('/jobs says that a job waits while the relay says that it has not begun', () => {
  const following = jobIn({ step: 'following', place, taskId: '1', acceptedAt: 0, modalSent: false });
  const shown = (percent: number | null) =>
    JSON.stringify(
      renderJobs([{ job: following, progress: { percent, previewUrl: '', ahead: null, queued: true } }], [], en, ''),
    );
  expect(shown(0)).toContain('*waiting*');
  expect(shown(null)).toContain('*waiting*');
  expect(shown(31)).toContain('*31%*');
});

it.each([
  ['cancelled', 'cancelled'],
  ['stopped', 'cancelled'],
  ['unfollowed', 'cancelled'],
  ['taskLost', 'failed, its message says why'],
] as const)('/jobs does not call a job finished that ended otherwise (%s)', (kind, words) => {
  const job = delivering({ kind: 'failed', reason: { kind } });
  const progress = { percent: null, previewUrl: '', ahead: null };
  const shown = JSON.stringify(renderJobs([{ job, progress }], [], en));
  expect(shown).toContain(`*${words}*`);
  expect(shown).not.toContain('on its way');
});

const kind = fc.constantFrom('all', 'grids', 'singles', 'films', 'words');

const atDiscord = { url: 'https://cdn.discordapp.com/1.png' };
const copied = { copy: mediaOf([new Uint8Array(1)], 'image/webp', null) };

it('/history shows any page of any results for any search in a message that Discord takes', () => {
  const tasks = fc.uniqueArray(task, { selector: (one) => one.taskId, maxLength: 40 });
  fc.assert(
    fc.property(tasks, fc.oneof(fc.integer(), fc.double()), text, kind, (all, page, search, kind) => {
      const made = all.map((one, n) => ({ task: one, job: n % 2 ? null : delivering(pictures()) }));
      const shown = { ...paginate(made, page), query: { search, kind }, times: all.map(({ at }) => at) };
      const pictured = { ...shown, pictures: made.map((_, n) => [null, atDiscord, copied][n % 3] ?? null) };
      expect([troubles(renderHistory(shown, en)), troubles(renderHistory(pictured, en))]).toEqual([[], []]);
    }),
    { numRuns: 60 },
  );
});

it('a search survives the buttons that turn the pages', () => {
  fc.assert(
    fc.property(text, kind, (search, kind) => {
      const encoded = encodeQuery({ search, kind });
      expect(encoded).toMatch(/^[qgsfw][\w-]{0,80}$/);
      expect(encodeQuery(decodeQuery(encoded))).toBe(encoded);
      const whole = search.toWellFormed();
      const decoded = decodeQuery(encoded);
      expect(decoded.kind).toBe(kind);
      if (new TextEncoder().encode(whole).length <= 60) expect(decoded.search).toBe(whole);
      else expect(whole.startsWith(decoded.search)).toBe(true);
    }),
  );
});

it('a jump to a day of /history shows a page with the newest result that is as old', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.nat(), (times, at) => {
      const all = times.toSorted((one, other) => other - one).map((time) => ({ at: time }));
      const { shown } = paginate(all, pageAt(all, at));
      const wanted = all.find((one) => one.at <= at);
      if (wanted) expect(shown.map((one) => one.at)).toContain(wanted.at);
      else expect(shown.at(-1)).toBe(all.at(-1));
    }),
  );
});

it('every result found by a search has its words, and each task comes once', () => {
  fc.assert(
    fc.property(fc.array(task), fc.string(), (all, search) => {
      const found = searchTasks(all, search);
      expect(new Set(found.map((one) => one.taskId)).size).toBe(found.length);
      expect(searchTasks(all, '').length).toBe(new Set(all.map((one) => one.taskId)).size);
      for (const one of found) expect(choiceOf(one).name.length).toBeLessThanOrEqual(100);
    }),
  );
});

it('/info shows whatever a result is about in a message that Discord takes', () => {
  const ancestor = fc.record({ place: fc.constant(place), job: fc.option(fc.constant(delivering(pictures()))) });
  const facts = fc.record({
    job: fc.option(text.map((prompt) => delivering(pictures(), { prompt }))),
    prompt: text,
    taskId: fc.option(taskId),
    seed: fc.option(text, { nil: undefined }),
    ancestors: fc.array(ancestor, { maxLength: 12 }),
  });
  fc.assert(
    fc.property(facts, (known) => {
      const { reply, promptFile } = renderInfo(known, en);
      expect(troubles(reply)).toEqual([]);
      expect(promptFile !== null).toBe((reply.attachments ?? []).length > 0);
    }),
    { numRuns: 80 },
  );
});
