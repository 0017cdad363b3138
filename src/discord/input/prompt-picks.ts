import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Job } from '../../domain/job/job.ts';
import type { Bot } from '../../domain/job/request.ts';
import { isPrivate } from '../../domain/prompt/defaults.ts';
import { promptAt } from '../../domain/prompt/prompts-list.ts';
import type { Context } from '../handler.ts';
import { pickId } from '../render/custom-ids.ts';
import { promptModal, readPrompt } from '../render/modal.ts';
import { proposalOf, propose, revised } from './imagine-draft.ts';
import { buttonOfWindow, isHidden, type Pressed, pressedButton } from './pressed-button.ts';

/**
 * The numbered buttons of a describe or a shorten. They ask for the prompt, starting from the one they stand for, and
 * imagine it: one submission and one charge on every relay, while the relay's own button is a window that some bill
 * twice and others refuse.
 */
export async function askForPick(interaction: ButtonInteraction, context: Context): Promise<void> {
  const { responder, store, words } = context;
  const pressed = await pressedButton(interaction, store);
  if (!pressed) return responder.tell(words.replies.buttonsExpired);
  const number = Number(/(\d)$/.exec(pressed.button.customId)?.[1] ?? 1);
  await responder.ask(
    promptModal({
      customId: pickId.encode(interaction.message.id, String(pressed.index)),
      title: words.making.pickTitle(number),
      label: words.modals.prompt,
      value: promptAt(await saidBy(pressed, context), number) ?? '',
      words,
    }),
  );
}

/** The submitted modal of such a button. */
export async function imaginePick(interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const { responder, engine, store, words } = context;
  const [messageId = '', index = ''] = pickId.decode(interaction.customId) ?? [];
  const pressed = await buttonOfWindow(interaction, messageId, index, context);
  if (!pressed) return responder.tell(words.replies.buttonsExpired);
  const settings = await store.members.settings(interaction.user.id);
  const hidden = isHidden(interaction) || isPrivate(null, settings);
  const parent = pressed.record.place;
  const wish = { text: readPrompt(interaction.fields), choices: {}, images: [], parent, hidden, settings };
  const proposal = proposalOf(interaction, wish, words);
  if (typeof proposal === 'string') return responder.tell(proposal);
  const source = await engine.job(pressed.record.jobId);
  await propose(
    revised(proposal, ({ prompt, bot }) => ({ prompt, bot: botFor(prompt, bot, source) })),
    interaction,
    context,
  );
}

/** The model that a prompt names, else that of the describe or shorten it comes from. */
export function botFor(prompt: string, named: Bot, source: Pick<Job, 'request'> | undefined): Bot {
  if (/\s--(?:v|version|niji)(?=\s|$)/i.test(prompt)) return named;
  return source && 'bot' in source.request ? source.request.bot : named;
}

/** What the message of a pressed button says: from its job, else from the relay. */
export async function saidBy({ record }: Pressed, { engine, task }: Pick<Context, 'engine' | 'task'>): Promise<string> {
  const job = await engine.job(record.jobId);
  const known = job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome.text : '';
  return known || ((await task(record.taskId))?.text ?? '');
}
