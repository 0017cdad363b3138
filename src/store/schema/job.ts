import { z } from 'zod';
import { kinds } from '../../domain/credits/kind.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Outcome } from '../../domain/job/outcome.ts';
import { PlaceSchema, RelayButtonSchema } from './message.ts';
import { ReasonSchema } from './reason.ts';
import { RequestSchema, WindowTextSchema } from './request.ts';
import { exactly, versioned } from './versioned.ts';

const pictures = z.object({
  kind: z.literal('pictures'),
  taskId: z.string().nullable(),
  imageUrls: z.array(z.string()).readonly(),
  videoUrls: z.array(z.string()).readonly(),
  buttons: z.array(RelayButtonSchema).readonly(),
  prompt: z.string(),
  text: z.string(),
  textIgnored: z.boolean().exactOptional(),
});

const failed = z.object({
  kind: z.literal('failed'),
  reason: ReasonSchema,
  free: z.boolean().exactOptional(),
  taskId: z.string().exactOptional(),
});

const OutcomeSchema = exactly<Outcome>()(z.discriminatedUnion('kind', [pictures, failed]));

const charge = z.object({
  kind: z.enum(kinds),
  amount: z.number(),
  entries: z.array(z.object({ account: z.string(), month: z.string(), day: z.number() })).readonly(),
});

const base = z.object({
  id: z.string().min(1),
  request: RequestSchema,
  text: WindowTextSchema.nullable(),
  requester: z.object({ id: z.string(), name: z.string(), locale: z.string() }),
  guildId: z.string().nullable(),
  channelId: z.string(),
  locale: z.string(),
  private: z.boolean(),
  postedByBot: z.literal(true).exactOptional(),
  reply: z
    .object({ applicationId: z.string(), interactionId: z.string(), token: z.string(), expiresAt: z.number() })
    .nullable(),
  parent: PlaceSchema.nullable(),
  group: z.array(z.string()).readonly(),
  claims: z.array(z.string()).readonly(),
  state: z.string(),
  furtherTasks: z.array(z.string()).readonly(),
  attachmentLimit: z.number(),
  prompt: z.string(),
  createdAt: z.number(),
  relay: z.string().exactOptional(),
  payer: z.string().exactOptional(),
  charge: charge.nullable().exactOptional(),
});

const shown = base.extend({ place: PlaceSchema });
const accepted = shown.extend({
  taskId: z.string(),
  acceptedAt: z.number(),
  callingOff: z.literal(true).exactOptional(),
  modalSent: z.boolean(),
});

const schema = z.discriminatedUnion('step', [
  base.extend({ step: z.literal('received'), takenBy: z.string().exactOptional() }),
  shown.extend({ step: z.literal('waiting'), notBefore: z.number(), refusals: z.number() }),
  shown.extend({ step: z.literal('submitting'), since: z.number(), attempt: z.string() }),
  shown.extend({
    step: z.literal('window'),
    taskId: z.string(),
    since: z.number(),
    notBefore: z.number(),
    refusals: z.number(),
  }),
  shown.extend({
    step: z.literal('submittingModal'),
    taskId: z.string(),
    since: z.number(),
    attempt: z.string(),
  }),
  accepted.extend({ step: z.literal('following') }),
  shown.extend({
    step: z.literal('unknown'),
    taskId: z.string().nullable(),
    since: z.number(),
    attempt: z.string(),
  }),
  accepted.extend({ step: z.literal('overdue') }),
  shown.extend({
    step: z.literal('delivering'),
    outcome: OutcomeSchema,
    since: z.number(),
    attaching: z.number().exactOptional(),
  }),
  base.extend({ step: z.literal('settled'), place: PlaceSchema.nullable(), outcome: OutcomeSchema, at: z.number() }),
]);

/** Version 1 knew only the requester's language. */
const firstVersion = z.looseObject({ requester: z.looseObject({ locale: z.string() }) });

/** Open and settled jobs. A changed shape needs a migration here. In the store, `group` is called `mates`. */
export const jobCodec = versioned(
  exactly<Job>()(schema),
  [
    (data) => {
      const job = firstVersion.parse(data);
      return { ...job, locale: job.requester.locale };
    },
    // Until version 2, every job had a message of its own.
    (data) => ({ ...z.looseObject({}).parse(data), mates: [] }),
    // Until version 3, nothing said whether a failure had cost anything (what is absent means the same), nobody waited for
    // further tasks, and the text of a window was sent again at once.
    (data) => {
      const job = z.looseObject({ step: z.unknown() }).parse(data);
      const back = job.step === 'window' ? { notBefore: 0, refusals: 0 } : {};
      return { ...job, furtherTasks: [], ...back };
    },
    // Until version 4, no call of the relay had a name. Those who made them are gone, so no two need be told apart; and every
    // process has to read the same.
    (data) => {
      const job = z.looseObject({ step: z.unknown() }).parse(data);
      const isAsked = job.step === 'submitting' || job.step === 'submittingModal' || job.step === 'unknown';
      return isAsked ? { ...job, attempt: '' } : job;
    },
  ],
  { group: 'mates' },
);
