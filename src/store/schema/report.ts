import { z } from 'zod';
import { type ReportedPicture, reportReasons, verdicts } from '../../domain/policy/report.ts';
import { PlaceSchema } from './message.ts';
import { exactly, versioned } from './versioned.ts';

const schema = z.object({
  place: PlaceSchema,
  memberId: z.string(),
  reports: z
    .array(z.object({ by: z.string(), reason: z.enum(reportReasons), words: z.string(), at: z.number() }))
    .readonly(),
  post: PlaceSchema.nullable(),
  verdict: z.object({ by: z.string(), what: z.enum(verdicts), at: z.number() }).nullable(),
});

/** A picture that members have reported. A changed shape needs a migration here. */
export const reportCodec = versioned(exactly<ReportedPicture>()(schema));
