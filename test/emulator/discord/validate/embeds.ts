import { z } from 'zod';
import { complain, withoutNulls } from './form.ts';

const httpUrl = z
  .string()
  .max(2048)
  .refine((url) => isUrl(url, ['http:', 'https:']), {
    message: 'Not a well formed URL.',
    params: { code: 'URL_TYPE_INVALID_URL' },
  });
const mediaUrl = z
  .string()
  .max(2048)
  .refine((url) => isUrl(url, ['http:', 'https:', 'attachment:']), {
    message: 'Not a well formed URL.',
    params: { code: 'URL_TYPE_INVALID_URL' },
  });
const media = z.object({ url: mediaUrl, description: z.string().max(4096).optional() });

const embed = z.object({
  title: z.string().max(256).optional(),
  description: z.string().max(4096).optional(),
  url: httpUrl.optional(),
  color: z.number().int().min(0).max(0xff_ff_ff).optional(),
  timestamp: z.string().optional(),
  author: z
    .object({ name: z.string().min(1).max(256), url: httpUrl.optional(), icon_url: mediaUrl.optional() })
    .optional(),
  footer: z.object({ text: z.string().min(1).max(2048), icon_url: mediaUrl.optional() }).optional(),
  image: media.optional(),
  thumbnail: media.optional(),
  fields: z
    .array(
      z.object({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .optional(),
});

export type Embed = z.output<typeof embed>;

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
export const embedsSchema = z.preprocess(
  withoutNulls,
  z
    .array(embed)
    .max(10)
    .check((ctx) => {
      const size = ctx.value.reduce((sum, one) => sum + lettersOf(one), 0);
      if (size > 6000) complain(ctx, [], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
    }),
);

/** Whether an embed shows anything at all. */
export function showsSomething({ title, description, author, footer, image, thumbnail, fields }: Embed): boolean {
  return Boolean(title || description || author || footer || image || thumbnail || fields?.length);
}

function lettersOf({ title = '', description = '', author, footer, fields = [] }: Embed): number {
  const texts = [title, description, author?.name ?? '', footer?.text ?? ''];
  for (const { name, value } of fields) texts.push(name, value);
  return texts.reduce((sum, text) => sum + text.trim().length, 0);
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
