import type { BaseInteraction } from 'discord.js';
import { UserError } from '../../domain/failures/errors.ts';
import { isUncertain } from '../../domain/failures/flag-trouble.ts';
import { type GivenText, type TextPurpose, textKey } from '../../domain/job/given-text.ts';
import { reworded } from '../../domain/prompt/rewording.ts';
import { defaultSettings, type MemberSettings } from '../../domain/settings/settings.ts';
import type { Context } from '../handler.ts';
import { tellRefusedText } from '../jobs/refused-text.ts';
import { closedWindowText } from '../render/closed-window.ts';
import { withZoom, zoomIn } from '../render/modal.ts';
import { explainRefusal } from '../render/reply.ts';
import { renderWithText } from '../render/text-refusal.ts';
import { filmTrouble } from './film.ts';
import { type GivenPrompt, givenPrompt, givenWindowText, givenWords } from './given-prompt.ts';
import { beginDraft, draftImagine, draftRefusal, withPrompts } from './imagine-draft.ts';
import { botForPick } from './prompt-picks.ts';
import { changeSuffix } from './suffix.ts';

type Purpose<K extends TextPurpose['kind']> = Extract<TextPurpose, { readonly kind: K }>;
type TextFor<K extends TextPurpose['kind']> = GivenText & { readonly purpose: Purpose<K> };

/** What comes of a text: what to do next, or why nothing comes of it. `maySend`: it may be sent as it is. */
type Decision = (() => Promise<void>) | { readonly refusal: string; readonly maySend?: boolean };

/** The text of an interaction. */
export function givenText(
  { id, user, createdTimestamp: createdAt }: BaseInteraction,
  text: string,
  purpose: TextPurpose,
  zoom: string | null = null,
): GivenText {
  return { id, memberId: user.id, text, zoom, purpose, createdAt };
}

/**
 * `isSure`: the member has seen that nobody knows some of the flags, and wants the text as it is. `settings`: theirs, where they have been
 * read already.
 */
type TextOptions = { readonly isSure?: boolean; readonly settings?: MemberSettings };

/**
 * Makes what the member wants of a text, or tells them why nothing comes of it, with the text and a way to change it. Answers the
 * interaction.
 */
export async function makeOfText(
  given: GivenText,
  interaction: BaseInteraction,
  context: Context,
  options: TextOptions = {},
): Promise<void> {
  const { responder, store, words } = context;
  const decision = await decide(given, interaction, context, options).catch((error: unknown): Decision => {
    if (!(error instanceof UserError)) throw error;
    const { reason } = error;
    const maySend = reason.kind === 'flags' && reason.troubles.every(isUncertain) && given.purpose.kind !== 'suffix';
    return { refusal: explainRefusal(reason, interaction.id, words), maySend };
  });
  if (typeof decision === 'function') return decision();
  const { refusal, maySend = false } = decision;
  await tellRefusedText(refusal, given, maySend, { texts: store.texts, responder, words });
}

function decide(
  given: GivenText,
  interaction: BaseInteraction,
  context: Context,
  options: TextOptions,
): Promise<Decision> {
  const { purpose } = given;
  const { isSure = false } = options;
  switch (purpose.kind) {
    case 'imagine':
      return decideImagine({ ...given, purpose }, interaction, context, options);
    case 'request':
      return decideRequest({ ...given, purpose }, interaction, context, isSure);
    case 'answer':
      return decideAnswer({ ...given, purpose }, interaction, context, isSure);
    case 'suffix':
      return changeSuffix(given.text, interaction, context);
  }
}

async function decideImagine(
  { id, text, purpose }: TextFor<'imagine'>,
  interaction: BaseInteraction,
  context: Context,
  { isSure = false, settings: known }: TextOptions,
): Promise<Decision> {
  const { engine, store, words } = context;
  const { choices, images, parent, private: hidden, withSettings, sourceId } = purpose;
  const settings = withSettings ? (known ?? (await store.members.settings(interaction.user.id))) : defaultSettings;
  // Sent as it is more than once, it is one draft, whose jobs are made once.
  const draftId = isSure ? id : interaction.id;
  const input = { id: draftId, text, choices, images, parent, hidden, settings, isSure };
  const drafted = draftImagine(interaction, input, words);
  if (typeof drafted === 'string') return { refusal: drafted };
  const source = sourceId === null ? undefined : await engine.job(sourceId);
  const draft =
    sourceId === null
      ? drafted
      : withPrompts(drafted, ({ prompt, bot }) => ({ prompt, bot: botForPick(prompt, bot, source) }));
  const refusal = await draftRefusal(draft.draft, interaction, context);
  return refusal === null ? () => beginDraft(draft, context) : { refusal };
}

async function decideRequest(
  { id, text: written, zoom, purpose }: TextFor<'request'>,
  interaction: BaseInteraction,
  { begin, words }: Context,
  isSure: boolean,
): Promise<Decision> {
  const { request, window, film, parent, private: hidden } = purpose;
  const factor = zoom === null ? null : zoomIn(zoom);
  if (zoom !== null && factor === null) return { refusal: words.replies.badZoom };
  const given = promptOf(written, purpose, interaction, words, isSure);
  if ('refusal' in given) return given;
  const prompt = factor === null ? given.prompt : withZoom(given.prompt, factor);
  const again = reworded({ request, text: window && { prompt, mask: window.mask } }, prompt, film);
  const trouble = film && filmTrouble(request, again.request, words);
  if (trouble) return { refusal: trouble };
  return () =>
    begin({
      request: again.request,
      prompt: 'prompt' in again.request && !again.text ? again.request.prompt : prompt,
      private: hidden,
      ...(again.text && { text: again.text }),
      ...(parent && { parent }),
      ...(isSure && { claims: [textKey(id)] }),
    });
}

function promptOf(
  text: string,
  { request, window }: Purpose<'request'>,
  interaction: BaseInteraction,
  words: Context['words'],
  isSure: boolean,
): GivenPrompt {
  if (window) return givenWindowText(text, isSure ? null : window.start, interaction, words);
  if (request.kind === 'shorten') return givenWords(text, interaction, words);
  return givenPrompt(text, request.kind === 'video' ? 'films' : 'edit', interaction, words, isSure);
}

async function decideAnswer(
  { text, purpose: { jobId } }: TextFor<'answer'>,
  interaction: BaseInteraction,
  { answerWindow, engine, responder, words }: Context,
  isSure: boolean,
): Promise<Decision> {
  const job = await engine.job(jobId);
  if (job && job.requester.id !== interaction.user.id) return () => responder.tell(words.replies.notYours);
  const given = givenWindowText(text, isSure ? null : (job?.prompt ?? ''), interaction, words);
  if ('refusal' in given) return given;
  if (job?.step !== 'window') return () => responder.tell(renderWithText(closedWindowText(job, words), text));
  return () => answerWindow(jobId, { prompt: given.prompt, mask: null });
}
