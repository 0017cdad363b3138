import { z } from 'zod';
import { idSchema } from './form.ts';

const one = /^\p{RGI_Emoji}$/v;

/** A Unicode emoji by name, or a custom one by id. Discord refuses words and unknown characters. */
export const emojiSchema = z
  .object({ id: idSchema.optional(), name: z.string().max(32).optional(), animated: z.boolean().optional() })
  .refine(({ id, name }) => id !== undefined || (name !== undefined && isEmoji(name)), {
    message: 'Invalid emoji',
    params: { code: 'COMPONENT_INVALID_EMOJI' },
  });

/** With or without the variation selector. */
function isEmoji(name: string): boolean {
  return one.test(name) || one.test(`${name}\uFE0F`) || one.test(name.replaceAll('\uFE0F', ''));
}
