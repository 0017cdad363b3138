import { z } from 'zod';
import type { Reason } from '../../domain/reasons.ts';
import { exactly } from './exactly.ts';

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

const banned = z.object({ kind: z.literal('bannedWord'), word: z.string() });

export const ReasonSchema = exactly<Reason>()(z.discriminatedUnion('kind', [banned, detailed, bare]));
