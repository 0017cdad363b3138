import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { billedFor, opensByRemix } from '../../domain/job/cost.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Progress } from '../../domain/ports/presenter.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { body, byline, lines, type MessageBody, paragraphs } from './body.ts';
import { refreshId, retryId, windowId } from './custom-ids.ts';
import { ALT_MAX, escapeLetters, LETTERS_SHOWN, plain } from './escape.ts';
import { embeddable } from './link.ts';
import { palette } from './palette.ts';

/** The message of a job that is under way. `file`: the name of the file that shows its preview, instead of the relay's address. */
export function renderProgress(
  job: Job,
  progress: Progress,
  words: Catalogue,
  file: string | null = null,
): MessageBody {
  const { text, color, buttons } = appearanceOf(job, progress, words);
  const isBegun = job.step === 'following' && isToldOf(progress);
  const preview = file === null ? embeddable(progress.previewUrl) : `attachment://${file}`;
  const description = isBegun && preview !== null ? altOf(job, words) : '';
  const prompt = escapeLetters(job.prompt, LETTERS_SHOWN).text;
  const embed = {
    description: paragraphs(
      lines(
        prompt === '' ? '' : `**${prompt}**`,
        byline(job, words, isBegun ? { took: null, cost: billedFor(job) } : null),
      ),
      lines(text, isBegun && !job.private ? `-# ${words.steps.patience}` : ''),
      job.private ? words.lookup.privateHint : '',
    ),
    color,
    ...(isBegun && preview !== null && { image: { url: preview, description } }),
  };
  // A private message whose token is dead can be edited again only after its member presses a button.
  const refresh = button(refreshId.encode(job.id), words.lookup.refresh, ButtonStyle.Secondary);
  return {
    ...body(embed, ...(buttons ?? []), ...(job.private ? [refresh] : [])),
    attachments: isBegun && file !== null ? [{ id: '0', filename: file, description }] : [],
  };
}

/** Alt text of a picture that is not finished yet. */
function altOf({ prompt }: Job, { result }: Catalogue): string {
  return plain(result.unfinished(plain(prompt, ALT_MAX)), ALT_MAX);
}

/** Where a job stands, in a sentence. */
export function stepText(job: Job, progress: Progress, words: Catalogue): string {
  return appearanceOf(job, progress, words).text;
}

type Appearance = {
  readonly text: string;
  readonly color: number;
  readonly buttons?: readonly APIButtonComponentWithCustomId[];
};

function appearanceOf(job: Job, progress: Progress, words: Catalogue): Appearance {
  switch (job.step) {
    case 'received':
    case 'submitting':
    case 'submittingModal':
      return onItsWay(words);
    case 'waiting':
      return isNext(progress) && job.refusals === 0
        ? onItsWay(words)
        : { text: waitingText(progress, job.refusals > 0, words), color: palette.waiting };
    case 'window':
      if (job.text && isNext(progress)) return onItsWay(words);
      if (job.text) return { text: waitingText(progress, false, words), color: palette.waiting };
      return {
        text: opensByRemix(job.request) ? words.steps.remixWindow : words.steps.window,
        color: palette.asking,
        buttons: [button(windowId.encode(job.id), words.buttons.write, ButtonStyle.Primary)],
      };
    case 'following':
      if (progress.unseen) return { text: words.trouble.unseen, color: palette.asking };
      return isToldOf(progress) ? { text: followingText(progress, words), color: palette.working } : onItsWay(words);
    case 'unknown':
      return {
        text: words.steps.unknown,
        color: palette.asking,
        buttons: [button(retryId.encode(job.id), words.buttons.tryAgainCosts, ButtonStyle.Secondary)],
      };
    case 'overdue':
      return { text: progress.unseen ? words.trouble.unseen : words.steps.overdue, color: palette.asking };
    case 'delivering':
    case 'settled':
      return { text: words.steps.delivering, color: palette.working };
  }
}

function waitingText({ ahead, troubled, early }: Progress, refused: boolean, words: Catalogue): string {
  if (troubled) return words.trouble.waiting(words.steps.waiting(ahead, false));
  return early ? words.steps.aMoment : words.steps.waiting(ahead, refused);
}

/** Of a job of which there is no news yet: it has only just been asked for, or Midjourney has it and says nothing. */
function onItsWay(words: Catalogue): Appearance {
  return { text: words.steps.onItsWay, color: palette.working };
}

/** Whether a waiting job is not known to wait for anything. */
function isNext({ ahead, troubled, early }: Progress): boolean {
  return ahead === null && !troubled && !early;
}

/** Whether the relay has told anything of a task that members would want to know: 0 % and a place unknown are nothing. */
function isToldOf({ percent, ahead, previewUrl, unseen }: Progress): boolean {
  return (percent ?? 0) > 0 || (ahead ?? 0) > 0 || previewUrl !== '' || unseen === true;
}

function followingText({ percent, ahead }: Progress, words: Catalogue): string {
  if ((percent ?? 0) === 0 && ahead !== null && ahead > 0) return words.steps.queued(ahead);
  const shown = Math.min(100, Math.max(0, Math.floor(percent ?? 0)));
  return `${bar(shown)} ${words.steps.percent(shown)}`;
}

function button(
  customId: string,
  label: string,
  style: ButtonStyle.Primary | ButtonStyle.Secondary,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, label, style };
}

const CELLS = 16;

/** A progress bar for 0 to 100, full only at 100. Anything outside that range is taken as its nearest end. */
export function bar(percent: number): string {
  const full = Math.floor((Math.min(100, Math.max(0, percent)) / 100) * CELLS);
  return '▰'.repeat(full) + '▱'.repeat(CELLS - full);
}
