import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postButtons } from '../../../src/discord/render/buttons.ts';
import type { ShownMedia } from '../../../src/discord/render/gallery.ts';
import { renderNotice } from '../../../src/discord/render/notice.ts';
import { renderProgress } from '../../../src/discord/render/progress.ts';
import { renderResult } from '../../../src/discord/render/result.ts';
import { onlyTells } from '../../../src/domain/buttons/action.ts';
import type { Reason } from '../../../src/domain/failures/reason.ts';
import type { Outcome } from '../../../src/domain/job/outcome.ts';
import type { Stage } from '../../../src/domain/job/step.ts';
import type { RelayButton } from '../../../src/domain/job/task.ts';
import { en } from '../../../src/text/en/index.ts';
import { catalogueFor } from '../../../src/text/locale.ts';
import { brokenLimits } from './limits.ts';
import { delivering, gridButtons, jobIn, place, soloButtons } from './samples.ts';

const hostileText = fc.constantFrom(
  '',
  '\ud800',
  'x'.repeat(100_000),
  '*_`|~'.repeat(2000),
  '👨‍👩‍👧'.repeat(1500),
  'ᄀ'.repeat(9000),
  `a${'\u0301'.repeat(9000)}`,
  '\u202e@everyone <@42> שלום',
  '画一只狐狸'.repeat(1200),
  '\n'.repeat(5000),
  '\\'.repeat(5001),
  `https://a.example/${'y'.repeat(6000)}`,
);
const text = fc.oneof(hostileText, fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme' }));
const snowflake = fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String);
const url = fc.oneof(
  fc.webUrl(),
  text,
  fc.constantFrom('http://a_b.example/x', 'http://localhost/x', '/mj/image/1', `https://a.example/${'z'.repeat(3000)}`),
);
const customId = fc.oneof(
  fc.constantFrom(...[...gridButtons, ...soloButtons].map((button) => button.customId)),
  text,
  text.map((rest) => `MJ::${rest}`),
  fc.constantFrom('MJ::~0', 'MJ::~1', 'retry::1', `MJ::JOB::${'q'.repeat(200)}`),
);
const button: fc.Arbitrary<RelayButton> = fc.record({
  customId,
  label: text,
  emoji: fc.oneof(text, fc.constantFrom('❤', '🖌', '🔄', 'upscale_1', '1⃣')),
  style: fc.constantFrom(1, 2, 3, 4),
});
const media: fc.Arbitrary<ShownMedia> = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    name: fc.oneof(text, fc.stringMatching(/^[a-z]\.png$/)),
    url,
    film: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('link' as const), url, film: fc.boolean() }),
);
const reason: fc.Arbitrary<Reason> = fc.oneof(
  fc.record({ kind: fc.constant('bannedWord' as const), word: text }),
  fc.record({
    kind: fc.constantFrom('invalidParameter', 'invalidRequest', 'unsupported', 'operator', 'taskFailed'),
    detail: text,
  }),
  fc.record({ kind: fc.constant('invalidParameter' as const), detail: text, flag: text }),
  fc.record({ kind: fc.constantFrom('timedOut', 'parentClosed', 'windowFailed') }),
  fc.record({ kind: fc.constantFrom('unanswered', 'overdue', 'internal', 'taskCancelled', 'queueFull', 'superseded') }),
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({
    kind: fc.constant('pictures' as const),
    taskId: fc.option(text),
    imageUrls: fc.array(url),
    videoUrls: fc.array(url),
    buttons: fc.array(button, { maxLength: 40 }),
    prompt: text,
    text,
  }),
  fc.record({ kind: fc.constant('failed' as const), reason }),
);
const reply = { applicationId: '1', interactionId: '2', token: 't', expiresAt: 0 };
const common = fc.record({
  private: fc.boolean(),
  reply: fc.constant(reply),
  id: snowflake,
  prompt: text,
  requester: fc.record({ id: snowflake, name: text, locale: fc.constantFrom('en-US', 'zh-CN') }),
  locale: fc.constantFrom('en-US', 'zh-CN'),
  parent: fc.option(fc.record({ guildId: fc.option(snowflake), channelId: snowflake, messageId: snowflake })),
  request: fc.oneof(
    fc.record({
      kind: fc.constant('imagine' as const),
      prompt: text,
      images: fc.array(url),
      bot: fc.constant('MID_JOURNEY' as const),
    }),
    fc.record({ kind: fc.constant('action' as const), taskId: text, customId, chooseSameChannel: fc.boolean() }),
  ),
});
const stage: fc.Arbitrary<Stage> = fc.constantFrom<Stage>(
  { step: 'received' },
  { step: 'waiting', place, notBefore: 0, refusals: 0 },
  { step: 'submitting', place, since: 0, attempt: 'a1' },
  { step: 'window', place, taskId: '1', since: 0, notBefore: 0, refusals: 0 },
  { step: 'submittingModal', place, taskId: '1', since: 0, attempt: 'a1' },
  { step: 'following', place, taskId: '1', acceptedAt: 0, modalSent: false },
  { step: 'unknown', place, taskId: null, since: 0, attempt: 'a1' },
  { step: 'overdue', place, taskId: '1', acceptedAt: 0, modalSent: false },
);
const progress = fc.record({
  percent: fc.option(fc.oneof(fc.integer(), fc.double())),
  previewUrl: url,
  ahead: fc.option(fc.integer()),
});

describe('whatever comes from outside', () => {
  it('a message under way is one Discord takes, and it notifies nobody', () => {
    fc.assert(
      fc.property(common, stage, progress, (changes, step, known) => {
        const body = renderProgress(jobIn(step, changes), known, catalogueFor(changes.locale));
        expect(brokenLimits(body)).toEqual([]);
        expect(body.allowed_mentions).toEqual({ parse: [] });
      }),
      { numRuns: 150 },
    );
  });

  it('a final message is one Discord takes, and it notifies nobody', () => {
    fc.assert(
      fc.property(common, outcome, fc.array(media, { maxLength: 30 }), (changes, end, shown) => {
        const { body, buttons, promptFile } = renderResult(
          delivering(end, changes),
          shown,
          catalogueFor(changes.locale),
        );
        expect(brokenLimits(body)).toEqual([]);
        expect(body.allowed_mentions).toEqual({ parse: [] });
        expect(body.content).not.toMatch(/<@|@everyone/);
        expect(promptFile !== null).toBe(body.attachments.some(({ filename }) => filename === 'prompt.txt'));
        expect(promptFile?.isWellFormed() ?? true).toBe(true);
        const posted = body.components.flatMap((row) => row.components.map(({ custom_id }) => custom_id));
        if (end.kind !== 'pictures') return;
        const own = posted.filter((id) => /^(all|publish|delete|dm|info)::/.test(id));
        const going = posted.filter((id) => /^(again|from)::/.test(id));
        expect(posted).toEqual([...going, ...buttons.map(({ id }) => id), ...own]);
        if (end.taskId !== null || end.imageUrls.length === 0) expect(going).toEqual([]);
        const { id, requester, request } = changes;
        if (request.kind === 'action' && onlyTells(request.customId)) {
          expect(posted).toEqual([]);
          return;
        }
        const always = [`delete::${requester.id}`, `dm::${id}`, `info::${id}`];
        const picks =
          end.taskId === null
            ? []
            : end.buttons.filter(({ customId }) => /^MJ::JOB::upsample::[1-4]::/i.test(customId));
        const all = picks.length > 1 ? [`all::${id}`] : [];
        expect(own).toEqual([...all, ...(changes.private ? [`publish::${id}`] : []), ...always]);
        // They stand together, and alone only when the row before has no room for them.
        const [before, last = []] = [body.components.at(-2), body.components.at(-1)?.components];
        expect(last.slice(-own.length).map(({ custom_id }) => custom_id)).toEqual(own);
        if (before && going.length === 0 && last.length === own.length)
          expect(before.components.length + own.length).toBeGreaterThan(5);
      }),
      { numRuns: 200 },
    );
  });

  it('buttons leave room for a row of ours and keep what they mean', () => {
    fc.assert(
      fc.property(fc.array(button, { maxLength: 60 }), (relayButtons) => {
        const own = [1, 2, 3, 4, 5].map((n) => ({ type: 2, style: 2, custom_id: `own::${n}`, label: 'Ours' }) as const);
        const { rows, buttons } = postButtons(relayButtons, en.gestures, own);
        expect(brokenLimits({ content: 'x', components: [...rows] })).toEqual([]);
        expect(rows.flatMap(({ components }) => components).slice(-5)).toEqual(own);
        for (const { id, customId } of buttons) if (!id.startsWith('MJ::~')) expect(id).toBe(customId);
      }),
    );
  });

  it('a notice mentions its requester and nobody else', () => {
    fc.assert(
      fc.property(common, outcome, (changes, end) => {
        const notice = renderNotice(delivering(end, changes), place, catalogueFor(changes.locale));
        expect(brokenLimits(notice)).toEqual([]);
        expect(notice.content.match(/<@\d+>/g)).toEqual([`<@${changes.requester.id}>`]);
        expect(notice.allowed_mentions).toEqual({ parse: [], users: [changes.requester.id] });
      }),
    );
  });
});
