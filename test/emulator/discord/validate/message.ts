import { z } from 'zod';
import { rowsSchema } from './components.ts';
import { embedsSchema, showsSomething } from './embeds.ts';
import { complain, idSchema } from './form.ts';

const ids = z.array(idSchema).max(100).nullish();
const allowedMentions = z
  .object({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
    users: ids,
    roles: ids,
    replied_user: z.boolean().nullish(),
  })
  .check((ctx) => {
    const { parse, users, roles } = ctx.value;
    if ((parse?.includes('users') && users?.length) || (parse?.includes('roles') && roles?.length))
      complain(ctx, [], 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', 'parse and ids are mutually exclusive');
  });

export type AllowedMentions = z.output<typeof allowedMentions>;

/** A message as the bot writes or edits it. Absent leaves alone, null clears. https://discord.com/developers/docs/resources/message#create-message */
export const messageSchema = z.object({
  content: z.string().max(2000).nullish(),
  embeds: embedsSchema.nullish(),
  components: rowsSchema.nullish(),
  attachments: z
    .array(
      // Discord takes a number, too, but describes a string.
      z.object({
        id: z.string().regex(/^\d{1,20}$/),
        filename: z.string().max(1024).nullish(),
        description: z.string().max(1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
  allowed_mentions: allowedMentions.nullish(),
  flags: z.number().int().nonnegative().nullish(),
  tts: z.boolean().nullish(),
  nonce: z.union([z.string().max(25), z.number().int().transform(String)]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: z
    .object({
      message_id: idSchema,
      channel_id: idSchema.nullish(),
      guild_id: idSchema.nullish(),
      fail_if_not_exists: z.boolean().nullish(),
    })
    .nullish(),
});

export type MessageBody = z.output<typeof messageSchema>;

/** Whether a message would show nothing at all (50006). */
export function isEmpty(body: MessageBody, files: number): boolean {
  return !body.content?.trim() && !body.embeds?.some(showsSomething) && !body.components?.length && files === 0;
}
