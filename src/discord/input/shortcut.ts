import {
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import { type ButtonQuery, findButton } from '../../domain/buttons/button-query.ts';
import { hasFailed, type Place } from '../../domain/job/job.ts';
import { jobOfTask } from '../../domain/job/shared-message.ts';
import type { RelayButton } from '../../domain/job/task.ts';
import type { RecentTask } from '../../domain/ports/store.ts';
import type { Context } from '../handler.ts';
import { findResult, ifVisible, picturesOf } from '../lookup/find-result.ts';
import { parseReference } from '../lookup/reference.ts';
import { gestureOf } from '../render/body.ts';
import { remixId } from '../render/custom-ids.ts';
import { promptModal, withZoom } from '../render/modal.ts';
import { tellPromptKept } from './pressed-button.ts';

/** A command that presses a button: which one, and what members call that. `zoom`: the factor of a Custom Zoom. */
export type Shortcut = { readonly query: ButtonQuery; readonly gesture: string; readonly zoom?: number };

/** A result whose buttons can be pressed. */
type PressableResult = {
  readonly taskId: string;
  readonly buttons: readonly RelayButton[];
  readonly prompt: string;
  /** Null when only the relay knows the result. */
  readonly place: Place | null;
  /** Whether the message record of `place` lists these buttons. */
  readonly recorded: boolean;
  /** Whether only one member sees the result. Then only they see what comes of it, too. */
  readonly hidden: boolean;
};

/** Presses a button for a member who types: the button of the result that they name, or of the newest here that has it. */
export async function pressByCommand(
  interaction: ChatInputCommandInteraction,
  { query, gesture, zoom }: Shortcut,
  context: Context,
): Promise<void> {
  const { askFor, responder, begin, store, words } = context;
  const of = interaction.options.getString('of');
  const result =
    of === null
      ? await newestResult(query, interaction.channelId, context)
      : await namedResult(of, interaction, context);
  if (typeof result === 'string') return responder.tell(result);
  if (!result) return responder.tell(words.shortcuts.nothingFits(gesture));
  const { taskId, place, prompt } = result;
  const found = findButton(result.buttons, query);
  if (!found) return responder.tell(words.shortcuts.notOffered(gesture));
  const { customId } = found.button;
  const request = { kind: 'action', taskId, customId, chooseSameChannel: true } as const;
  const { remix } = await store.members.settings(interaction.user.id);
  if (place && result.recorded && remix && classify(customId).window === 'remix') {
    return askFor(
      request,
      promptModal({
        customId: remixId.encode(place.messageId, String(found.index)),
        title: words.modals.remixTitle(gesture, true),
        label: words.modals.prompt,
        value: prompt,
        words,
      }),
    );
  }
  const text = zoom !== undefined && classify(customId).class === 'zoomCustom' ? withZoom(prompt, zoom) : null;
  await begin({
    request,
    prompt: text ?? prompt,
    ...(place && { parent: place }),
    ...(result.hidden && { private: true }),
    ...(text !== null && { text: { prompt: text, mask: null } }),
  });
  await tellPromptKept(customId, interaction.user.id, context);
}

/** The option that names the result; left out, it is the newest that fits. Completed by `suggestTasks`. */
export function ofOption(description: string): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name: 'of', description, max_length: 300, autocomplete: true };
}

/**
 * The option that names the button: one of the four numbers below a grid, or a kind of button below a single picture.
 * `kinds`: the names of the kinds by their values.
 */
export function indexOption(
  description: string,
  kinds: Readonly<Record<string, string>>,
): APIApplicationCommandStringOption {
  const numbers = ['1', '2', '3', '4'].map((value) => ({ name: value, value }));
  const named = Object.entries(kinds).map(([value, name]) => ({ name, value }));
  return {
    type: ApplicationCommandOptionType.String,
    name: 'index',
    description,
    required: true,
    choices: [...numbers, ...named],
  };
}

/** The newest result of the channel that has such a button. */
async function newestResult(query: ButtonQuery, channelId: string, context: Context): Promise<PressableResult | null> {
  for (const entry of await context.store.channels.newest(channelId)) {
    const result = await listedResult(entry, context);
    if (result && findButton(result.buttons, query)) return result;
  }
  return null;
}

/** A result of the channel's list: by its message record, or by its job where a group shares the message. */
async function listedResult(
  { taskId, prompt, place }: RecentTask,
  { engine, store }: Context,
): Promise<PressableResult | null> {
  const record = await store.messages.get(place.messageId);
  const base = { taskId, place, hidden: false };
  if (record?.taskId === taskId) return { ...base, buttons: record.buttons, prompt: record.prompt, recorded: true };
  const pictures = record && picturesOf(await jobOfTask(record, taskId, engine.job));
  return pictures ? { ...base, buttons: pictures.buttons, prompt, recorded: false } : null;
}

/** The result that the member names, or the sentence that says why there is none. */
async function namedResult(
  text: string,
  interaction: ChatInputCommandInteraction,
  context: Context,
): Promise<PressableResult | string> {
  const { lookup } = context.words;
  const reference = parseReference(text);
  if (!reference) return lookup.badReference;
  const found = await findResult(reference, interaction, context);
  if (found === 'hidden') return lookup.unknownTask;
  if (found === 'several') return lookup.severalPictures;
  const { job = null, record = null } = found ?? {};
  const isRecorded = record?.taskId && !(job && hasFailed(job));
  const [known, recorded] = isRecorded ? [record, true] : [picturesOf(job), false];
  if (known && known.taskId !== null) {
    const { taskId, buttons, prompt } = known;
    return { taskId, buttons, prompt, place: record?.place ?? null, recorded, hidden: job?.private ?? false };
  }
  if (job && job.step !== 'settled') return lookup.stillMaking(gestureOf(job, context.words), '');
  if (reference.kind === 'message') return lookup.unknownMessage;
  const task = await ifVisible(await context.peekTask(reference.taskId), interaction, context);
  if (!task) return lookup.unknownTask;
  return {
    taskId: task.id,
    buttons: task.buttons,
    prompt: task.prompt,
    place: null,
    recorded: false,
    hidden: job?.private ?? false,
  };
}
