import { z } from 'zod';
import type { Accepts, FlagTrouble } from '../../domain/failures/flag-trouble.ts';
import { exactly } from './versioned.ts';

const accepts = exactly<Accepts>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.enum(['nothing', 'ratio', 'version', 'optionalVersion', 'links', 'styles', 'words', 'anything']),
    }),
    z.object({ kind: z.literal('number'), least: z.number(), most: z.number(), whole: z.boolean() }),
    z.object({ kind: z.literal('oneOf'), values: z.array(z.string()).readonly() }),
  ]),
);

export const FlagTroubleSchema = exactly<FlagTrouble>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('misspelt'), flag: z.string(), meant: z.string() }),
    z.object({ kind: z.literal('malformed'), flag: z.string(), value: z.string(), accepts }),
    z.object({ kind: z.literal('twice'), flag: z.string(), values: z.tuple([z.string(), z.string()]).readonly() }),
    z.object({ kind: z.literal('conflict'), flag: z.string(), other: z.string() }),
    z.object({ kind: z.literal('contradiction'), flag: z.string(), option: z.string() }),
  ]),
);
