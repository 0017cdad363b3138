import { z } from 'zod';
import type { Limit } from '../../domain/credits/account.ts';
import type { BotPolicy, ServerGrant } from '../../domain/policy/bot-policy.ts';
import { features, type ServerPolicy } from '../../domain/policy/server-policy.ts';
import { exactly, versioned } from './versioned.ts';

const LimitSchema = exactly<Limit>()(z.object({ day: z.number().nullable(), month: z.number().nullable() }));

const serverPolicy = z.object({
  everyone: LimitSchema,
  roles: z.array(z.object({ roleId: z.string(), limit: LimitSchema })).readonly(),
  server: LimitSchema,
  timeZone: z.string().nullable(),
  paused: z.boolean(),
  off: z.array(z.enum(features)).readonly(),
  words: z.array(z.string()).readonly(),
  log: z.object({ channelId: z.string(), what: z.enum(['reports', 'everything']) }).nullable(),
  blocks: z
    .array(
      z.object({
        memberId: z.string(),
        by: z.string(),
        at: z.number(),
        until: z.number().nullable(),
        why: z.string(),
      }),
    )
    .readonly(),
});

/** What the managers of one server have decided. A changed shape needs a migration here. */
export const serverPolicyCodec = versioned(exactly<ServerPolicy>()(serverPolicy));

const grant = z.object({ pays: z.boolean(), limit: LimitSchema, closed: z.boolean() });

/** What the people who run the bot have decided about one server. A changed shape needs a migration here. */
export const grantCodec = versioned(exactly<ServerGrant>()(grant));

const amount = z.number();

const botPolicy = z.object({
  prices: z.object({
    of: z.object({ image: amount, upscale: amount, upscaleHd: amount, text: amount, video: amount }),
    speed: z.object({ relax: amount, fast: amount, turbo: amount }),
  }),
  bot: LimitSchema,
  member: LimitSchema,
  newServer: LimitSchema,
  paused: z.boolean(),
  blocked: z.array(z.string()).readonly(),
  alerts: z.union([
    z.object({ channelId: z.string() }),
    z.object({ userId: z.string() }),
    z.enum(['firstOperator', 'nowhere']),
  ]),
});

/** What the people who run the bot have decided about all of it. A changed shape needs a migration here. */
export const botPolicyCodec = versioned(exactly<BotPolicy>()(botPolicy));
