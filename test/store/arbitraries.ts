import fc from 'fast-check';
import { kinds } from '../../src/domain/credits/kind.ts';
import type { Reason } from '../../src/domain/failures/reason.ts';
import type { Job, Place } from '../../src/domain/job/job.ts';
import type { Outcome } from '../../src/domain/job/outcome.ts';
import type { MessageRecord } from '../../src/domain/ports/store.ts';

/** Any UTF-16 at all: lone surrogates, NUL, emoji, texts that look like JSON or like Keyv's own marks. */
export const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '\udfff',
    ':base64:AAAA',
    ':bigint:x',
    '{"v":1}',
    'null',
    "'; DROP TABLE open;--",
  ),
);

const id = fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String);
const number = fc.integer({ min: 0, max: 2 ** 45 });
const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const texts = fc.array(text, { maxLength: 4 });

export const place: fc.Arbitrary<Place> = fc.record({ guildId: nullable(id), channelId: id, messageId: id });

const button = fc.record({ customId: text, label: text, emoji: text, style: fc.constantFrom(1, 2, 3, 4) });

const reason: fc.Arbitrary<Reason> = fc.oneof(
  fc.record({ kind: fc.constant('bannedWord'), word: text }),
  fc.record({ kind: fc.constantFrom('invalidParameter', 'operator', 'taskFailed', 'unsupported'), detail: text }),
  fc.record({ kind: fc.constant('bannedWord'), word: text, by: fc.constant('relay' as const) }),
  fc.record({ kind: fc.constant('invalidParameter'), detail: text, flag: text }),
  fc.record({ kind: fc.constant('unsupported'), detail: text, feature: fc.constantFrom('remix', 'uploads') }),
  fc.record({ kind: fc.constant('taskFailed'), detail: text, begun: fc.constant(true as const) }),
  fc.record({ kind: fc.constant('filmSpeed'), speed: fc.constantFrom('relax', 'turbo') }),
  fc.record({
    kind: fc.constant('pictureUnreadable' as const),
    why: fc.constantFrom('expired' as const, 'heic' as const),
  }),
  fc.record({ kind: fc.constant('emptyResult'), wanted: fc.constantFrom('picture' as const, 'text' as const) }),
  fc.record({ kind: fc.constantFrom('cancelled', 'stopped', 'unfollowed'), byModerator: fc.constant(true as const) }),
  fc.record({
    kind: fc.constant('operator'),
    detail: text,
    cause: fc.constantFrom('key' as const, 'credit' as const, 'setup' as const),
  }),
  fc.record({
    kind: fc.constantFrom(
      'queueFull',
      'keyRefused',
      'taskLost',
      'internal',
      'timedOut',
      'parentClosed',
      'windowFailed',
    ),
  }),
  fc.record({ kind: fc.constantFrom('earlierFound' as const, 'madeBefore' as const), place: nullable(place) }),
);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('failed'), reason, free: fc.boolean(), taskId: text }),
  fc.record({
    kind: fc.constant('pictures'),
    taskId: nullable(text),
    imageUrls: texts,
    videoUrls: texts,
    buttons: fc.array(button, { maxLength: 5 }),
    prompt: text,
    text,
  }),
);

const bot = fc.constantFrom('MID_JOURNEY', 'NIJI_JOURNEY');

const request = fc.oneof(
  fc.record({
    kind: fc.constant('blend'),
    images: texts,
    dimensions: fc.constantFrom('PORTRAIT', 'SQUARE', 'LANDSCAPE'),
    bot,
  }),
  fc.record({ kind: fc.constant('describe'), image: text, bot }),
  fc.record({ kind: fc.constant('shorten'), prompt: text, bot }),
  fc.record({ kind: fc.constant('edit'), prompt: text, image: text }),
  fc.record({ kind: fc.constant('show'), taskId: text, ours: fc.boolean() }),
  fc.record({
    kind: fc.constant('video'),
    prompt: text,
    image: nullable(text),
    endImage: nullable(text),
    motion: fc.constantFrom('low', 'high'),
    loop: fc.boolean(),
    extend: nullable(fc.record({ taskId: text, index: number })),
    clips: fc.constantFrom(1, 2, 4),
    byLink: fc.constant(true),
  }),
  fc.record({
    kind: fc.constant('imagine'),
    prompt: text,
    images: texts,
    bot,
  }),
  fc.record({ kind: fc.constant('action'), taskId: text, customId: text, chooseSameChannel: fc.boolean() }),
);

const mask = fc.oneof(
  fc.record({
    kind: fc.constant('cells'),
    pictureUrl: text,
    columns: number,
    rows: number,
    cells: fc.array(number, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('painted'), pictureUrl: text, paintedUrl: text }),
);

const base = fc.record({
  id,
  request,
  text: nullable(fc.record({ prompt: text, mask: nullable(mask) })),
  requester: fc.record({ id, name: text, locale: text }),
  guildId: nullable(id),
  channelId: id,
  locale: text,
  private: fc.boolean(),
  postedByBot: fc.constant(true as const),
  reply: fc.constant(null),
  parent: nullable(place),
  group: texts,
  claims: texts,
  state: text,
  furtherTasks: texts,
  attachmentLimit: number,
  prompt: text,
  createdAt: number,
  relay: text,
  payer: text,
  charge: nullable(
    fc.record({
      kind: fc.constantFrom(...kinds),
      amount: number,
      entries: fc.array(fc.record({ account: text, month: text, day: number }), { maxLength: 3 }),
    }),
  ),
});

const accepted = { place, taskId: text, acceptedAt: number, modalSent: fc.boolean() };

const step = fc.oneof(
  fc.record({ step: fc.constant('received') }),
  fc.record({ step: fc.constant('waiting'), place, notBefore: number, refusals: number }),
  fc.record({ step: fc.constant('submitting'), place, since: number, attempt: text }),
  fc.record({ step: fc.constant('window'), place, taskId: text, since: number, notBefore: number, refusals: number }),
  fc.record({ step: fc.constant('submittingModal'), place, taskId: text, since: number, attempt: text }),
  fc.record({ step: fc.constantFrom('following', 'overdue'), ...accepted }),
  fc.record({ step: fc.constant('unknown'), place, taskId: nullable(text), since: number, attempt: text }),
  fc.record({ step: fc.constant('delivering'), place, outcome, since: number, attaching: number }),
  fc.record({ step: fc.constant('settled'), place: nullable(place), outcome, at: number }),
);

export const job: fc.Arbitrary<Job> = fc.tuple(base, step).map(([what, where]) => ({ ...what, ...where }));

export const messageRecord: fc.Arbitrary<MessageRecord> = fc.record({
  place,
  jobId: id,
  taskId: nullable(text),
  buttons: fc.array(
    button.chain((posted) => text.map((custom) => ({ ...posted, id: custom }))),
    { maxLength: 5 },
  ),
  requesterId: id,
  prompt: text,
  createdAt: number,
  private: fc.boolean(),
});
