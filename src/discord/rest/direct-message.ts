import type { Log } from '../../domain/ports/log.ts';
import type { MessageBody } from '../render/body.ts';
import type { DiscordApi } from './api.ts';
import { mayPass } from './errors.ts';

/**
 * Sends a text to somebody by direct message, and mentions nobody in it. Whether it need not be tried again: it has arrived, or
 * never will. `nonce` makes that a repeat does not post it twice.
 */
export async function sendDirectMessage(
  { openDm, post }: Pick<DiscordApi, 'openDm' | 'post'>,
  { memberId, text, nonce }: { readonly memberId: string; readonly text: string; readonly nonce: string },
  log: Pick<Log, 'warn'>,
  stop: AbortSignal,
): Promise<boolean> {
  const dm = await openDm(memberId, stop);
  const body: MessageBody = {
    content: text,
    embeds: [],
    components: [],
    attachments: [],
    allowed_mentions: { parse: [] },
  };
  const payload = { body, files: [] };
  const sent = dm.ok ? await post(dm.value.id, payload, { nonce, replyTo: null }, stop) : dm;
  if (sent.ok) return true;
  log.warn({ trouble: sent.trouble, memberId }, 'somebody could not be reached by direct message');
  return !mayPass(sent.trouble);
}
