import type { MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';

/**
 * Whether the component that a member used is part of the message that it is said to be part of, and the message is ours. If
 * so, the member can see that message, and what a press may do rests on this. Discord checks it too; here a forged custom_id,
 * or one that another bot put on a button of its own, is stopped.
 */
export function isTrusted({ client, component, message }: MessageComponentInteraction): boolean {
  return component !== null && message.author.id === client.user.id;
}

/**
 * Whether a modal was opened by a button of the message that it is submitted with: a button with the modal's own custom_id,
 * or any button of the message `messageId`, which the custom_id names. A modal's custom_id comes from the member's client,
 * which can send anything.
 */
export function isOpenedHere(
  { client, customId, message }: Pick<ModalSubmitInteraction, 'client' | 'customId' | 'message'>,
  messageId: string | null = null,
): boolean {
  if (message?.author.id !== client.user.id) return false;
  return message.id === messageId || message.resolveComponent(customId) !== null;
}
