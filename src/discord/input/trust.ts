import type { MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';

/**
 * Whether the component that was used stands in the message it is said to stand in, and that message is ours. Then whoever
 * used it can see the message, which is what a press may do here rests on. Discord sees to it too; a forged id, or one
 * that another bot put on a button, gets no further than this.
 */
export function isTrusted({ client, component, message }: MessageComponentInteraction): boolean {
  return component !== null && message.author.id === client.user.id;
}

/**
 * Whether a window was opened by a button of the message it stands on: one that has the window's id, or one below the
 * message that the id names. Ids of windows come from the member's client, which may send any.
 */
export function isOpenedHere(
  { client, customId, message }: Pick<ModalSubmitInteraction, 'client' | 'customId' | 'message'>,
  messageId: string | null = null,
): boolean {
  if (message?.author.id !== client.user.id) return false;
  return message.id === messageId || message.resolveComponent(customId) !== null;
}
