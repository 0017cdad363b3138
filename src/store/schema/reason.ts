import { z } from 'zod';
import type { Accepts, FlagTrouble } from '../../domain/failures/flag-trouble.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { PlaceSchema } from './message.ts';
import { exactly } from './versioned.ts';

const detailed = z.object({ kind: z.literal('invalidRequest'), detail: z.string() });

const operator = z.object({
  kind: z.literal('operator'),
  detail: z.string(),
  cause: z.enum(['key', 'credit', 'setup']).exactOptional(),
});

const calledOff = z.object({
  kind: z.enum(['cancelled', 'stopped', 'unfollowed']),
  byModerator: z.literal(true).exactOptional(),
});

const parameter = z.object({
  kind: z.literal('invalidParameter'),
  detail: z.string(),
  flag: z.string().exactOptional(),
});

const unsupported = z.object({
  kind: z.literal('unsupported'),
  detail: z.string(),
  feature: z.enum(['remix', 'uploads']).exactOptional(),
});

const failed = z.object({ kind: z.literal('taskFailed'), detail: z.string(), begun: z.literal(true).exactOptional() });

const filmSpeed = z.object({ kind: z.literal('filmSpeed'), speed: z.enum(['relax', 'turbo']) });

const unreadable = z.object({
  kind: z.literal('pictureUnreadable'),
  why: z.enum(['relayCopy', 'expired', 'missing', 'notMedia', 'heic', 'blocked', 'unreachable']).exactOptional(),
});

const bare = z.object({
  kind: z.enum([
    'taskUnknown',
    'parentClosed',
    'taskNotReady',
    'noAccount',
    'queueFull',
    'saturated',
    'relayFailed',
    'pictureTooLarge',
    'unreachable',
    'timedOut',
    'windowFailed',
    'taskCancelled',
    'taskLost',
    'keyRefused',
    'leftAlone',
    'unanswered',
    'overdue',
    'windowExpired',
    'textMissing',
    'askedInPrivate',
    'superseded',
    'internal',
  ]),
});

const accepts = exactly<Accepts>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.enum([
        'nothing',
        'ratio',
        'version',
        'optionalVersion',
        'links',
        'styles',
        'words',
        'anything',
        'switch',
      ]),
    }),
    z.object({ kind: z.literal('number'), least: z.number(), most: z.number(), whole: z.boolean() }),
    z.object({ kind: z.enum(['oneOf', 'style']), values: z.array(z.string()).readonly() }),
  ]),
);

const FlagTroubleSchema = exactly<FlagTrouble>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('tooMany'), flag: z.string(), most: z.number() }),
    z.object({ kind: z.literal('misspelt'), flag: z.string(), meant: z.string() }),
    z.object({
      kind: z.literal('malformed'),
      flag: z.string(),
      value: z.string(),
      accepts,
      model: z.string().optional(),
    }),
    z.object({ kind: z.enum(['glued', 'unsure', 'notForFilms', 'unknown']), flag: z.string() }),
    z.object({
      kind: z.literal('version'),
      flag: z.string(),
      model: z.string(),
      said: z.boolean(),
      fits: z.array(z.string()).readonly(),
    }),
    z.object({ kind: z.literal('misplaced'), flag: z.string(), belongs: z.enum(['films', 'zoom']) }),
    z.object({ kind: z.literal('twice'), flag: z.string(), values: z.tuple([z.string(), z.string()]).readonly() }),
    z.object({ kind: z.literal('conflict'), flag: z.string(), other: z.string() }),
    z.object({ kind: z.literal('contradiction'), flag: z.string(), option: z.string() }),
  ]),
);

const flags = z.object({ kind: z.literal('flags'), troubles: z.array(FlagTroubleSchema).readonly() });

const elsewhere = z.object({ kind: z.enum(['earlierFound', 'madeBefore']), place: PlaceSchema.nullable() });

const empty = z.object({ kind: z.literal('emptyResult'), wanted: z.enum(['picture', 'text']) });

const banned = z.object({
  kind: z.literal('bannedWord'),
  word: z.string(),
  by: z.literal('relay').exactOptional(),
});

export const ReasonSchema = exactly<Reason>()(
  z.discriminatedUnion('kind', [
    banned,
    parameter,
    unsupported,
    failed,
    filmSpeed,
    detailed,
    operator,
    calledOff,
    bare,
    unreadable,
    empty,
    flags,
    elsewhere,
  ]),
);
