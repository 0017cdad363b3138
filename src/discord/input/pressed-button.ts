import type { MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import type { WindowText } from '../../domain/job/request.ts';
import type { MessageRecord, PostedButton, Store } from '../../domain/ports.ts';
import type { Context } from '../handler.ts';
import type { Gesture } from '../jobs/gesture.ts';
import { maySee } from '../lookup/find-result.ts';
import { isOpenedHere } from './trust.ts';

/** A relay button as the store knows it. */
export type Pressed = {
  readonly record: MessageRecord & { readonly taskId: string };
  readonly button: PostedButton;
  /** Where it stands in the record: short enough for the id of a modal. */
  readonly index: number;
};

/** What the pressed button means; null when the store knows nothing (any more) of it. Throws StoreError. */
export async function pressedButton(interaction: MessageComponentInteraction, store: Store): Promise<Pressed | null> {
  const record = await store.messages.get(interaction.message.id);
  const index = record?.buttons.findIndex(({ id }) => id === interaction.customId) ?? -1;
  return at(record, index);
}

/** The button at a place in a message record. Throws StoreError. */
export async function buttonAt(messageId: string, index: string, store: Store): Promise<Pressed | null> {
  return at(await store.messages.get(messageId), Number(index));
}

/**
 * The button that a window is about, when it was opened below it or its member may see the message; null otherwise: the id
 * of a window comes from the member's client. Throws StoreError.
 */
export async function buttonOfWindow(
  interaction: ModalSubmitInteraction,
  messageId: string,
  index: string,
  { engine, store }: Pick<Context, 'engine' | 'store'>,
): Promise<Pressed | null> {
  const pressed = await buttonAt(messageId, index, store);
  if (!pressed || isOpenedHere(interaction, messageId)) return pressed;
  const { jobId, place } = pressed.record;
  const job = await engine.job(jobId);
  return job && maySee(interaction, job, place) ? pressed : null;
}

function at(record: MessageRecord | undefined, index: number): Pressed | null {
  const button = record?.buttons[index];
  return record && button && record.taskId !== null
    ? { record: { ...record, taskId: record.taskId }, button, index }
    : null;
}

/** The gesture of pressing a relay button, `text` given when it is known to open a window. */
export function actionGesture({ record, button }: Pressed, hidden: boolean, text?: WindowText): Gesture {
  const { taskId } = record;
  const { customId } = button;
  const remix = text !== undefined && classify(customId).window === 'remix';
  return {
    request: { kind: 'action', taskId, customId, chooseSameChannel: true, ...(remix && { remix }) },
    prompt: text?.prompt || record.prompt,
    parent: record.place,
    ...(hidden && { private: true }),
    ...(text && { text }),
  };
}

/** What comes of a button that only one member sees is shown only to them. */
export function isHidden({ message }: { readonly message: MessageComponentInteraction['message'] | null }): boolean {
  return message?.flags.has(MessageFlags.Ephemeral) ?? false;
}
