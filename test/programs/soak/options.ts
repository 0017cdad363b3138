import { parseArgs } from 'node:util';
import { z } from 'zod';

const amount = (value: number) => z.coerce.number().int().positive().default(value);

const Options = z
  .object({
    /** Results shown between the first reading and the last. */
    results: amount(100_000),
    /** How many of these have pictures of the usual size. The others are words. */
    pictures: amount(10_000),
    guilds: amount(20_000),
    members: amount(50_000),
    /** Jobs open at once. */
    inFlight: amount(150),
  })
  .refine(({ results, pictures }) => pictures <= results, 'there cannot be more pictures than results');

export type SoakOptions = z.infer<typeof Options>;

/** Throws where an option is unknown or no number. */
export function readOptions(args: readonly string[]): SoakOptions {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { results: option, pictures: option, guilds: option, members: option, 'in-flight': option },
  });
  return Options.parse({ ...values, inFlight: values['in-flight'] });
}
