import {
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import { type ButtonQuery, findButton } from '../../domain/buttons/button-query.ts';
import type { Job, Place } from '../../domain/job/job.ts';
import type { RelayButton } from '../../domain/job/task.ts';
import type { RecentTask } from '../../domain/ports.ts';
import type { Context } from '../handler.ts';
import { findResult } from '../lookup/find-result.ts';
import { parseReference } from '../lookup/reference.ts';
import { gestureOf } from '../render/body.ts';
import { remixId } from '../render/custom-ids.ts';
import { promptModal, withZoom } from '../render/modal.ts';

/** A result whose button may be pressed. `place` is null when only the relay knows it. */
type Target = {
  readonly taskId: string;
  readonly buttons: readonly RelayButton[];
  readonly prompt: string;
  readonly place: Place | null;
  /** Whether the message record of `place` lists these buttons. */
  readonly recorded: boolean;
  /** Shown to one member only: so is what comes of it. */
  readonly hidden: boolean;
};

/** What a command stands for. `zoom` is the factor of a Custom Zoom. */
export type Shortcut = { readonly query: ButtonQuery; readonly gesture: string; readonly zoom?: number };

const finished = (job: Job | null | undefined) =>
  job?.step === 'settled' && job.outcome.kind === 'pictures' ? job.outcome : null;

/** A result of the channel's list: by its message, or by its job where several share one message. */
async function listed({ taskId, prompt, place }: RecentTask, { engine, store }: Context): Promise<Target | null> {
  const record = await store.messages.get(place.messageId);
  const base = { taskId, place, hidden: false };
  if (record?.taskId === taskId) return { ...base, buttons: record.buttons, prompt: record.prompt, recorded: true };
  const shown = record && (await engine.job(record.jobId));
  for (const id of shown?.group ?? []) {
    const outcome = finished(await engine.job(id));
    if (outcome?.taskId === taskId) return { ...base, buttons: outcome.buttons, prompt, recorded: false };
  }
  return null;
}

/** The result that the member names; a sentence when there is none. */
async function named(
  text: string,
  interaction: ChatInputCommandInteraction,
  context: Context,
): Promise<Target | string> {
  const { finding } = context.words;
  const reference = parseReference(text);
  if (!reference) return finding.badReference;
  const found = await findResult(reference, interaction, context);
  if (found === 'hidden') return finding.unknownTask;
  const { job = null, record = null } = found ?? {};
  const outcome = finished(job);
  const [known, recorded] = record?.taskId ? [record, true] : [outcome, false];
  if (known && known.taskId !== null) {
    const { taskId, buttons, prompt } = known;
    return { taskId, buttons, prompt, place: record?.place ?? null, recorded, hidden: job?.private ?? false };
  }
  if (job && job.step !== 'settled') return finding.stillMaking(gestureOf(job, context.words), '');
  if (reference.kind === 'message') return finding.unknownMessage;
  const task = await context.peekTask(reference.taskId);
  if (!task) return finding.unknownTask;
  return { taskId: task.id, buttons: task.buttons, prompt: task.prompt, place: null, recorded: false, hidden: false };
}

async function newest(query: ButtonQuery, channelId: string, context: Context): Promise<Target | null> {
  for (const entry of await context.store.channels.newest(channelId)) {
    const target = await listed(entry, context);
    if (target && findButton(target.buttons, query)) return target;
  }
  return null;
}

/** Presses a button for a member who does not click: the one of the result they name, or of the newest here that has it. */
export async function press(
  interaction: ChatInputCommandInteraction,
  { query, gesture, zoom }: Shortcut,
  context: Context,
): Promise<void> {
  const { responder, begin, store, words } = context;
  const of = interaction.options.getString('of');
  const target =
    of === null ? await newest(query, interaction.channelId, context) : await named(of, interaction, context);
  if (typeof target === 'string') return responder.tell(target);
  if (!target) return responder.tell(words.shortcuts.nothingFits(gesture));
  const { taskId, place, prompt } = target;
  const found = findButton(target.buttons, query);
  if (!found) return responder.tell(words.shortcuts.notOffered(gesture));
  const { customId } = found.button;
  const { remix } = await store.members.settings(interaction.user.id);
  if (place && target.recorded && remix && classify(customId).window === 'remix') {
    const modal = { title: words.modals.remixTitle(gesture), label: words.modals.prompt, value: prompt, words };
    return responder.ask(promptModal({ ...modal, customId: remixId.encode(place.messageId, String(found.index)) }));
  }
  const text = zoom !== undefined && classify(customId).class === 'zoomCustom' ? withZoom(prompt, zoom) : null;
  await begin({
    request: { kind: 'action', taskId, customId, chooseSameChannel: true },
    prompt: text ?? prompt,
    ...(place && { parent: place }),
    ...(target.hidden && { private: true }),
    ...(text !== null && { text: { prompt: text, mask: null } }),
  });
}

/** Names the picture; left out, it is the newest that fits. Completed by `suggestTasks`. */
export function ofOption(description: string): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name: 'of', description, max_length: 300, autocomplete: true };
}

/** Names the button: one of the four numbers below a grid, or a way (`kinds`, by its value) below a single picture. */
export function indexOption(
  description: string,
  kinds: Readonly<Record<string, string>>,
): APIApplicationCommandStringOption {
  const numbers = ['1', '2', '3', '4'].map((value) => ({ name: value, value }));
  const ways = Object.entries(kinds).map(([value, name]) => ({ name, value }));
  const type = ApplicationCommandOptionType.String;
  return { type, name: 'index', description, required: true, choices: [...numbers, ...ways] };
}
