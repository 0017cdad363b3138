import type { Message } from './types.ts';
import type { MessageBody } from './validate/message.ts';

/** Who gets a notification: only content can ping, and only what allowed_mentions lets through. https://discord.com/developers/docs/resources/message#allowed-mentions-object */
export function pinged(body: MessageBody, answered: Message | null): string[] {
  const content = body.content ?? '';
  const { parse, users, roles, replied_user } = body.allowed_mentions ?? {
    parse: ['users', 'roles', 'everyone'],
    replied_user: true,
  };
  const ids = new Set<string>();
  for (const [, id = ''] of content.matchAll(/<@!?(\d+)>/g))
    if (parse?.includes('users') || users?.includes(id)) ids.add(id);
  for (const [, id = ''] of content.matchAll(/<@&(\d+)>/g))
    if (parse?.includes('roles') || roles?.includes(id)) ids.add(id);
  if (/@(?:everyone|here)/.test(content) && parse?.includes('everyone')) ids.add('everyone');
  if (answered && replied_user) ids.add(answered.author.id);
  return [...ids];
}
