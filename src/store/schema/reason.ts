import { z } from 'zod';
import type { Reason } from '../../domain/failures/reason.ts';
import { FlagTroubleSchema } from './flags.ts';
import { exactly } from './versioned.ts';

const detailed = z.object({
  kind: z.enum(['invalidParameter', 'invalidRequest', 'unsupported', 'operator', 'taskFailed']),
  detail: z.string(),
});

const bare = z.object({
  kind: z.enum([
    'taskUnknown',
    'taskNotReady',
    'noAccount',
    'queueFull',
    'saturated',
    'pictureUnreadable',
    'pictureTooLarge',
    'unreachable',
    'taskCancelled',
    'taskLost',
    'cancelled',
    'unfollowed',
    'unanswered',
    'overdue',
    'windowExpired',
    'superseded',
    'internal',
  ]),
});

const flags = z.object({ kind: z.literal('flags'), troubles: z.array(FlagTroubleSchema).readonly() });

const banned = z.object({ kind: z.literal('bannedWord'), word: z.string() });

export const ReasonSchema = exactly<Reason>()(z.discriminatedUnion('kind', [banned, detailed, bare, flags]));
