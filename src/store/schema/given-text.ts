import { z } from 'zod';
import type { GivenText, TextPurpose } from '../../domain/job/given-text.ts';
import type { PromptChoices } from '../../domain/prompt/flags/choices.ts';
import { PlaceSchema } from './message.ts';
import { MaskSchema, RequestSchema } from './request.ts';
import { exactly, versioned } from './versioned.ts';

const text = z.string().optional();
const number = z.number().optional();
const flag = z.boolean().optional();

const choices = exactly<PromptChoices>()(
  z.object({
    aspect: text,
    model: text,
    speed: z.enum(['fast', 'relax', 'turbo']).optional(),
    stylize: number,
    chaos: number,
    weird: number,
    seed: number,
    no: text,
    quality: text,
    raw: flag,
    draft: flag,
    tile: flag,
    iw: number,
    sref: text,
    sw: number,
    cref: text,
    oref: text,
    repeat: number,
    personalize: text,
    more: text,
  }),
);

const purpose = exactly<TextPurpose>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('imagine'),
      choices,
      images: z.array(z.string()).readonly(),
      parent: PlaceSchema.nullable(),
      private: z.boolean(),
      withSettings: z.boolean(),
      sourceId: z.string().nullable(),
    }),
    z.object({
      kind: z.literal('request'),
      request: RequestSchema,
      window: z.object({ mask: MaskSchema.nullable(), start: z.string() }).nullable(),
      film: z.object({ motion: z.string().nullable(), hasEnd: z.boolean() }).nullable(),
      parent: PlaceSchema.nullable(),
      private: z.boolean().nullable(),
    }),
    z.object({ kind: z.literal('answer'), jobId: z.string() }),
    z.object({ kind: z.literal('suffix') }),
  ]),
);

/** Texts that were not taken, for another try. A changed shape needs a migration here. */
export const givenTextCodec = versioned(
  exactly<GivenText>()(
    z.object({
      id: z.string(),
      memberId: z.string(),
      text: z.string(),
      zoom: z.string().nullable(),
      purpose,
      createdAt: z.number(),
    }),
  ),
);
