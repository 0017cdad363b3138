import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import { isPrivate } from '../domain/defaults.ts';
import type { Job } from '../domain/job.ts';
import { composePrompt } from '../domain/prompt.ts';
import { promptAt } from '../domain/prompts-list.ts';
import type { Bot, Request } from '../domain/request.ts';
import { pickId } from './custom-ids.ts';
import type { Context } from './handler.ts';
import { buttonAt, isHidden, type Pressed, pressedButton } from './pressed.ts';
import { promptModal, readPrompt } from './render/modal.ts';

/**
 * The numbered buttons of a describe or a shorten. They ask for the prompt, starting from the one they stand for, and
 * imagine it: one submission and one charge on every relay, while the relay's own button is a window that some bill
 * twice and others refuse.
 */
export async function askForPick(interaction: ButtonInteraction, context: Context): Promise<void> {
  const { answer, store, words } = context;
  const pressed = await pressedButton(interaction, store);
  if (!pressed) return answer.tell(words.replies.buttonsExpired);
  const number = Number(/(\d)$/.exec(pressed.button.customId)?.[1] ?? 1);
  await answer.ask(
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
  const { answer, begin, runner, store, words } = context;
  const [messageId = '', index = ''] = pickId.decode(interaction.customId) ?? [];
  const pressed = await buttonAt(messageId, index, store);
  if (!pressed) return answer.tell(words.replies.buttonsExpired);
  const settings = await store.members.settings(interaction.user.id);
  const { prompt, bot } = composePrompt(readPrompt(interaction.fields), {}, settings);
  if (prompt === '') return answer.tell(words.replies.emptyPrompt);
  await begin({
    request: imagine(prompt, bot, await runner.job(pressed.record.jobId)),
    prompt,
    parent: pressed.record.place,
    private: isHidden(interaction) || isPrivate(null, settings),
  });
}

/** An imagine of one of the prompts that `source` came to, with the model that the prompt or else `source` names. */
export function imagine(prompt: string, bot: Bot, source: Pick<Job, 'request'> | undefined): Request {
  const own = source && 'bot' in source.request ? source.request.bot : bot;
  return { kind: 'imagine', prompt, images: [], bot: /\s--(?:v|version)\s/.test(prompt) ? bot : own };
}

/** What the message of a pressed button says: from its job, else from the relay. */
export async function saidBy({ record }: Pressed, { runner, task }: Pick<Context, 'runner' | 'task'>): Promise<string> {
  const job = await runner.job(record.jobId);
  const known = job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome.text : '';
  return known || ((await task(record.taskId))?.text ?? '');
}
