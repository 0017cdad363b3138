import type { Message, MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import { keepsPrompt } from '../../domain/buttons/change.ts';
import { animatesPicture } from '../../domain/job/film-instead.ts';
import type { TextPurpose } from '../../domain/job/given-text.ts';
import type { Mask, WindowText } from '../../domain/job/request.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import type { MessageRecord, Store } from '../../domain/ports/store.ts';
import type { Context } from '../handler.ts';
import type { Gesture } from '../jobs/gesture.ts';
import { maySee } from '../lookup/find-result.ts';
import { pictureIn } from './picture-in-message.ts';
import { isOpenedHere } from './trust.ts';

/** A relay button that was pressed, as the store knows it. */
export type Pressed = {
  readonly record: MessageRecord & { readonly taskId: string };
  readonly button: PostedButton;
  /** Its place among the record's buttons. Unlike its custom_id, this is short enough for the custom_id of a modal. */
  readonly index: number;
};

/** The relay button that was pressed, null when the store does not know it (any more). Throws StoreError. */
export async function pressedButton(interaction: MessageComponentInteraction, store: Store): Promise<Pressed | null> {
  const record = await store.messages.get(interaction.message.id);
  const index = record?.buttons.findIndex(({ id }) => id === interaction.customId) ?? -1;
  return at(record, index);
}

/** The button with this index in the record of a message, null when there is none. Throws StoreError. */
export async function buttonAt(messageId: string, index: string, store: Store): Promise<Pressed | null> {
  return at(await store.messages.get(messageId), Number(index));
}

/**
 * The button that a submitted modal is about. Null when the modal was not opened below that button and the member may not see
 * its message either: the modal's custom_id comes from the member's client, which can send anything. Throws StoreError.
 */
export async function buttonOfModal(
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

/**
 * The gesture of pressing a relay button. `text`: what the member has already written for the window that it opens. `message`:
 * where the button is, with its picture.
 */
export function actionGesture(
  { record, button }: Pressed,
  hidden: boolean,
  text?: WindowText,
  message?: Message | null,
): Gesture {
  const { taskId } = record;
  const { customId } = button;
  const remix = text !== undefined && classify(customId).window === 'remix';
  const picture = message && animatesPicture(customId) ? pictureIn(message) : null;
  return {
    request: {
      kind: 'action',
      taskId,
      customId,
      chooseSameChannel: true,
      ...(remix && { remix }),
      ...(picture !== null && { picture }),
    },
    prompt: text?.prompt || record.prompt,
    parent: record.place,
    ...(hidden && { private: true }),
    ...(text && { text }),
  };
}

/** What is made of the text that a member wrote for a relay button. `mask`: the part of the picture that they chose. */
export function windowPurpose(
  pressed: Pressed,
  hidden: boolean,
  mask: Mask | null = null,
  message: Message | null = null,
): TextPurpose {
  const { prompt, place: parent } = pressed.record;
  const { request } = actionGesture(pressed, hidden, { prompt, mask }, message);
  return {
    kind: 'request',
    request,
    window: { mask, start: prompt },
    film: null,
    parent,
    private: hidden ? true : null,
  };
}

/** Tells a member who has remix on that a press of theirs keeps the old prompt all the same. Throws StoreError. */
export async function tellPromptKept(
  customId: string,
  memberId: string,
  { responder, store, words }: Pick<Context, 'responder' | 'store' | 'words'>,
): Promise<void> {
  if (!keepsPrompt(customId) || !(await store.members.settings(memberId)).remix) return;
  await responder.tell(words.replies.promptKept);
}

/** Whether only one member sees the message of a button. Then only they see what comes of it, too. */
export function isHidden({ message }: { readonly message: MessageComponentInteraction['message'] | null }): boolean {
  return message?.flags.has(MessageFlags.Ephemeral) ?? false;
}
