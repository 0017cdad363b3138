import type { Log } from '../../domain/ports/log.ts';
import type { MessageBody } from '../render/body.ts';
import type { DiscordApi } from './api.ts';
import { mayPass } from './errors.ts';

/** Posts a text in a channel, and mentions nobody in it. `nonce` makes that a repeat does not post it twice. */
export function postText(
  { post }: Pick<DiscordApi, 'post'>,
  { channelId, text, nonce }: { readonly channelId: string; readonly text: string; readonly nonce: string },
  stop: AbortSignal,
): ReturnType<DiscordApi['post']> {
  const body: MessageBody = {
    content: text,
    embeds: [],
    components: [],
    attachments: [],
    allowed_mentions: { parse: [] },
  };
  return post(channelId, { body, files: [] }, { nonce, replyTo: null }, stop);
}

/**
 * Sends a text to somebody by direct message, as `postText` does. Whether it need not be tried again: it has arrived, or never
 * will.
 */
export async function sendDirectMessage(
  api: Pick<DiscordApi, 'openDm' | 'post'>,
  { memberId, text, nonce }: { readonly memberId: string; readonly text: string; readonly nonce: string },
  log: Pick<Log, 'warn'>,
  stop: AbortSignal,
): Promise<boolean> {
  const dm = await api.openDm(memberId, stop);
  const sent = dm.ok ? await postText(api, { channelId: dm.value.id, text, nonce }, stop) : dm;
  if (sent.ok) return true;
  log.warn({ trouble: sent.trouble, memberId }, 'somebody could not be reached by direct message');
  return !mayPass(sent.trouble);
}
