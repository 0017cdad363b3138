import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownMedia } from '../../../src/discord/render/gallery.ts';
import { renderGrouped } from '../../../src/discord/render/grouped.ts';
import type { Reason } from '../../../src/domain/failures/reason.ts';
import type { Job, Place } from '../../../src/domain/job/job.ts';
import type { Stage } from '../../../src/domain/job/step.ts';
import { catalogueFor } from '../../../src/text/locale.ts';
import { brokenLimits } from './limits.ts';
import { gridButtons, idle, jobIn, pictures, place } from './samples.ts';

const elsewhere: Place = { ...place, messageId: '31' };
const inOtherChannel: Place = { ...place, channelId: '21', messageId: '32' };
const ready = (at: Place): Stage => ({ step: 'settled', place: at, outcome: pictures(), at: 0 });
const failed = (reason: Reason): Stage => ({ step: 'settled', place, outcome: { kind: 'failed', reason }, at: 0 });
const running: Stage = { step: 'following', place, taskId: '1', acceptedAt: 0, modalSent: false };

function upscale(n: number, stage: Stage, changes: Partial<Job> = {}): Job {
  const request = {
    kind: 'action',
    taskId: '1',
    customId: gridButtons[n - 1]?.customId ?? '',
    chooseSameChannel: true,
  } as const;
  return jobIn(stage, { id: `1000-${n}`, request, group: ['1000-1', '1000-2', '1000-3', '1000-4'], ...changes });
}

function render(
  jobs: readonly Job[],
  shown: readonly ShownMedia[] = [],
  locale = 'en-US',
  percent: number | null = null,
) {
  const lead = { ...upscale(1, running), place };
  const statuses = jobs.map((job) => ({ job, progress: { ...idle, percent } }));
  return renderGrouped(lead, statuses, shown, catalogueFor(locale));
}

describe('a message of several jobs', () => {
  it('says where each stands, and opens those that are there', () => {
    const jobs = [
      upscale(1, ready(place)),
      upscale(2, running),
      upscale(3, ready(elsewhere)),
      upscale(4, failed({ kind: 'taskFailed', detail: 'too *dark*' })),
      upscale(2, failed({ kind: 'unsupported', detail: 'unknown_action' })),
    ];
    const file: ShownMedia = { kind: 'file', name: '1.png', url: 'https://relay.example/1.png', film: false };
    const body = render(jobs, [file], 'en-US', 40);
    const [embed] = body.embeds;
    const lines = (embed?.description ?? '').split('\n').filter((text) => /^\*\*U|^-#/.test(text));
    expect(lines).toEqual([
      '-# <@42> · Upscale all',
      '**U1** · ready',
      expect.stringMatching(/^\*\*U2\*\* · .*40%$/),
      '**U3** · made before: https://discord.com/channels/10/20/31',
      expect.stringContaining('“too \\*dark\\*”'),
      expect.stringContaining('does not offer “U2”'),
    ]);
    expect(embed?.description).toMatch(/^\*\*a red fox\*\*\n-# /);
    expect(embed?.description).not.toContain('Next:');
    expect(body.components[0]?.components.map(({ custom_id }) => custom_id)).toEqual(['open::1000-1']);
    expect(body.attachments.map(({ filename }) => filename)).toEqual(['1.png']);
  });

  it('says at the end how long it took and no word of the pictures that are there, which are told by their numbers', () => {
    const jobs = [1, 2, 3, 4].map((n) => upscale(n, n === 2 ? ready(elsewhere) : ready(place)));
    const files = [1, 3, 4].map(
      (n): ShownMedia => ({ kind: 'file', name: `${n}.png`, url: `https://relay.example/${n}.png`, film: false }),
    );
    const body = render(jobs, files);
    expect(body.embeds[0]?.description).toMatch(
      /^\*\*a red fox\*\*\n-# <@42> · Upscale all · \d+ sec · cost: 3 jobs\n\n\*\*U2\*\* · made before: \S+\n\nNext: press \*\*U1–U4\*\*/,
    );
    expect(body.attachments.map(({ description }) => description)).toEqual(
      [1, 3, 4].map((n) => `${n} of 4: Made by Midjourney from: a red fox`),
    );
    expect(body.components.map(({ components }) => components.map(({ custom_id }) => custom_id))).toEqual([
      ['open::1000-1', 'open::1000-3', 'open::1000-4'],
      ['delete::42', 'dm::1000-1', 'info::1000-1'],
    ]);
  });

  it('does not lead to a picture that cannot be seen from there', () => {
    const texts = [upscale(1, ready(inOtherChannel)), upscale(1, ready(elsewhere), { private: true })].map(
      (job) => render([job]).embeds[0]?.description ?? '',
    );
    for (const text of texts) expect(text).not.toMatch(/discord\.com/);
  });

  it('is one Discord takes, whatever becomes of its jobs, and notifies nobody', () => {
    const hostileText = fc.constantFrom(
      '',
      '@everyone <@42>',
      'x'.repeat(50_000),
      '*_`|~'.repeat(900),
      '\n- '.repeat(900),
      '\ud800',
    );
    const reason = fc.oneof(
      fc.record({ kind: fc.constant('taskFailed' as const), detail: hostileText }),
      fc.record({ kind: fc.constantFrom('unanswered' as const, 'overdue' as const, 'internal' as const) }),
    );
    const stage = fc.oneof(
      fc.constantFrom(ready(place), ready(elsewhere), ready(inOtherChannel), running, {
        step: 'unknown',
        place,
        taskId: null,
        since: 0,
        attempt: 'a1',
      } as const),
      reason.map(failed),
    );
    const media: fc.Arbitrary<ShownMedia> = fc.record({
      kind: fc.constant('file' as const),
      name: fc.stringMatching(/^[a-z]\.png$/),
      url: fc.constantFrom('https://relay.example/1.png', 'http://a_b.example/x', ''),
      film: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(stage, { minLength: 1, maxLength: 4 }),
        fc.array(media, { maxLength: 6 }),
        hostileText,
        fc.constantFrom('en-US', 'zh-CN'),
        (stages, shown, prompt, locale) => {
          const jobs = stages.map((one, index) => upscale(index + 1, one, { prompt }));
          const body = render(jobs, shown, locale);
          expect(brokenLimits(body)).toEqual([]);
          expect(body.allowed_mentions).toEqual({ parse: [] });
        },
      ),
      { numRuns: 300 },
    );
  });
});
