import { type APIButtonComponentWithCustomId, type APIEmbed, ButtonStyle, ComponentType } from 'discord.js';
import type { Reason } from '../../domain/failures/reason.ts';
import { billedFor } from '../../domain/job/cost.ts';
import type { JobIn } from '../../domain/job/job.ts';
import type { Failure, Pictures } from '../../domain/job/outcome.ts';
import { canBeRetried } from '../../domain/job/retry.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import { isForOtherPictures, sourcesOf } from '../../domain/pictures/given.ts';
import type { Feature } from '../../domain/policy/server-policy.ts';
import { isRewordable } from '../../domain/prompt/rewording.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { altText, numbered } from './alt-text.ts';
import { body, boldPrompt, byline, lines, type MessageBody, paragraphs } from './body.ts';
import { postButtons } from './buttons.ts';
import { attachAnewId, editPromptId, retryId } from './custom-ids.ts';
import { type Clipped, escapeLetters, LETTERS_SHOWN } from './escape.ts';
import { filmHint } from './film-hint.ts';
import { layGallery, type ShownMedia } from './gallery.ts';
import { linkLines, resultAddress } from './link.ts';
import { explanationOf, isOnlyTold, renderTold } from './outcome-text.ts';
import { palette } from './palette.ts';
import { infoButton, resultActions } from './result-actions.ts';
import { type Shortfall, shortfallText } from './shortfall.ts';
import { textResultOf } from './text-result.ts';
import { buttonsWithoutTask } from './without-task.ts';

/** The name of the file that carries a text too long for the embed. */
export const PROMPT_FILE = 'prompt.txt';

const DESCRIPTION_MAX = 4096;
const CONTENT_MAX = 2000;
const FILES_MAX = 10;

/** A finished message. */
export type Rendered = {
  readonly body: MessageBody;
  /** As posted, for the message record. */
  readonly buttons: readonly PostedButton[];
  /** What to upload as `prompt.txt`, named in `body.attachments`; null when the embed shows the whole text. */
  readonly promptFile: string | null;
};

/**
 * The message of a job that has ended. The caller uploads the files that `body.attachments` names and no others.
 * `shortfall`: why the message has less than it should. `off`: what the server has switched off.
 */
export function renderResult(
  job: JobIn<'delivering'>,
  shown: readonly ShownMedia[],
  words: Catalogue,
  shortfall: Shortfall | null = null,
  off: readonly Feature[] = [],
): Rendered {
  const { outcome } = job;
  if (outcome.kind === 'pictures' && isOnlyTold(job)) return renderTold(job, words);
  return outcome.kind === 'pictures'
    ? pictures(job, outcome, shown, words, shortfall, off)
    : failure(job, outcome, words, shortfall);
}

function pictures(
  job: JobIn<'delivering'>,
  outcome: Pictures,
  shown: readonly ShownMedia[],
  words: Catalogue,
  shortfall: Shortfall | null,
  off: readonly Feature[],
): Rendered {
  const said = textResultOf(job, outcome, words);
  const prompt = outcome.prompt || job.prompt;
  const { text, promptFile, attachment } = withFile(said?.shown ?? { text: '', cut: false }, outcome.text, words);
  const alt = said ? said.alt : altText(job.request, prompt, words);
  const address = resultAddress(job.place, outcome.taskId);
  const gallery = layGallery(shown, (n, of) => numbered(alt, n, of, words), address, FILES_MAX - attachment.length);
  const [first = {}, ...others] = isSmall(job, shown) ? gallery.embeds.map(madeSmall) : gallery.embeds;
  const films = fill(gallery.films, CONTENT_MAX, (film) => film);
  const unseen = shown.length > 0 ? words.result.unfetched : words.result.nothing;
  const missing = gallery.empty && !said && !shortfall ? unseen : '';
  const ignored = outcome.textIgnored ? words.result.promptIgnored : '';
  const asked = lines(
    boldPrompt(said ? said.prompt : prompt, words),
    byline(job, words, { took: job.since - job.createdAt, cost: billedFor(job) }),
  );
  const next = filmHint(outcome, shown, words);
  const beside = paragraphs(asked, text, ignored, missing, next, shortfallText(shortfall, ' ', words)).length;
  const links = linkLines(gallery.named, words.result.picture, DESCRIPTION_MAX - beside - 10);
  const head = paragraphs(asked, text, ignored, missing, next, shortfallText(shortfall, links, words));
  const embed: APIEmbed = {
    ...first,
    description: paragraphs(head, more([...gallery.rest, ...films.left], head.length, words)),
    color: palette.done,
  };
  // Without a task the relay has nothing that could be pressed.
  const pressable = outcome.taskId === null ? [] : outcome.buttons;
  const { rows, buttons } = postButtons(pressable, words.gestures, resultActions(job, words, off));
  const going = buttonsWithoutTask(job, words);
  const withoutTask = going.length === 0 ? [] : [{ type: ComponentType.ActionRow as const, components: going }];
  return {
    body: {
      ...body(embed),
      content: films.text,
      embeds: [embed, ...others],
      components: [...withoutTask, ...rows],
      attachments: [...gallery.attachments, ...attachment].map((file, id) => ({ ...file, id: String(id) })),
    },
    buttons,
    promptFile,
  };
}

function failure(
  job: JobIn<'delivering'>,
  { reason, free }: Failure,
  words: Catalogue,
  shortfall: Shortfall | null,
): Rendered {
  const { text, cut } = escapeLetters(job.prompt, LETTERS_SHOWN);
  const { what, next } = explanationOf(job, reason, words);
  const embed = {
    description: paragraphs(
      lines(`**${what}**`, next),
      shortfallText(shortfall, '', words),
      lines(cut ? `${text} ${words.result.allInInfo}` : text, byline(job, words)),
    ),
    color: harmless.has(reason.kind) ? palette.waiting : palette.failed,
  };
  const mayCost = maybeCharged.has(reason.kind) && !free;
  const ways = [
    ...(isRewordable(job, reason) ? [{ id: editPromptId.encode(job.id), label: words.lookup.editPrompt }] : []),
    ...(isForOtherPictures(job.request, reason)
      ? [{ id: attachAnewId.encode(job.id), label: words.lookup.attachAnew }]
      : []),
    ...(canBeRetried(job)
      ? [{ id: retryId.encode(job.id), label: mayCost ? words.buttons.tryAgainCosts : words.buttons.tryAgain }]
      : []),
  ];
  const buttons = ways.map(({ id, label }, index) => wayOut(id, label, index === 0));
  return { body: body(embed, ...buttons, ...(cut ? [infoButton(job.id)] : [])), buttons: [], promptFile: null };
}

/** Reasons that nobody needs to worry about. */
const harmless: ReadonlySet<Reason['kind']> = new Set([
  'superseded',
  'earlierFound',
  'madeBefore',
  'taskCancelled',
  'cancelled',
  'stopped',
  'unfollowed',
  'leftAlone',
]);

/** Reasons after which the first attempt may have been charged as well. */
const maybeCharged: ReadonlySet<Reason['kind']> = new Set([
  'unanswered',
  'timedOut',
  'overdue',
  'taskLost',
  'emptyResult',
]);

/** A button below a failure; the first one is the best to press next. */
function wayOut(custom_id: string, label: string, isFirst: boolean): APIButtonComponentWithCustomId {
  const style = isFirst ? ButtonStyle.Primary : ButtonStyle.Secondary;
  return { type: ComponentType.Button, custom_id, label, style };
}

/** Whether the pictures stand small beside the text: who gave one to be described knows it, and films show what they are of. */
function isSmall({ request }: JobIn<'delivering'>, shown: readonly ShownMedia[]): boolean {
  if (request.kind === 'describe') return true;
  const films = shown.filter(({ film }) => film);
  const isOne = films.length > 0 && shown.length === films.length + 1;
  // What a film was made from stands there, where it was given.
  return isOne && films.every(({ kind }) => kind === 'file') && sourcesOf(request).length === 0;
}

/** The embed with its picture small. */
function madeSmall({ image, ...embed }: APIEmbed): APIEmbed {
  return image ? { ...embed, thumbnail: image } : embed;
}

/** A text as the embed shows it, and the whole of it as a file when it was cut. */
function withFile({ text, cut }: Clipped, whole: string, words: Catalogue) {
  if (!cut) return { text, promptFile: null, attachment: [] };
  const hint = words.result.promptInFile(PROMPT_FILE);
  return {
    text: paragraphs(text, hint),
    promptFile: whole.toWellFormed(),
    attachment: [{ id: '0', filename: PROMPT_FILE, description: hint }],
  };
}

/** Links to the pictures and films for which there was no room, as many as the description holds. */
function more(urls: readonly string[], taken: number, words: Catalogue): string {
  if (urls.length === 0) return '';
  const title = words.result.more(urls.length);
  return `${title}\n${linkLines(urls, words.result.picture, DESCRIPTION_MAX - taken - title.length - 10)}`;
}

/** Joins lines while they fit into `room` characters; `left` are the items that did not fit. */
function fill(items: readonly string[], room: number, line: (item: string) => string) {
  const left: string[] = [];
  let text = '';
  for (const item of items) {
    const next = text === '' ? line(item) : `${text}\n${line(item)}`;
    if (next.length <= room) text = next;
    else left.push(item);
  }
  return { text, left };
}
