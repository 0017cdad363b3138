import { z } from 'zod';
import { withoutNulls } from './form.ts';

/** What an autocomplete may suggest: 25 choices. */
export const choicesSchema = z.preprocess(
  withoutNulls,
  z.object({
    choices: z
      .array(z.object({ name: z.string().min(1).max(100), value: z.union([z.string().max(100), z.number()]) }))
      .max(25)
      .default([]),
  }),
);
