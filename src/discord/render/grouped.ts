import { type APIButtonComponentWithCustomId, type APIEmbed, ButtonStyle, ComponentType } from 'discord.js';
import { billedFor } from '../../domain/job/cost.ts';
import type { Job, Place } from '../../domain/job/job.ts';
import type { JobStatus } from '../../domain/ports/presenter.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { altText, numbered } from './alt-text.ts';
import { boldPrompt, byline, gestureOf, lines, type MessageBody, paragraphs } from './body.ts';
import { openResultId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { layGallery, type ShownMedia } from './gallery.ts';
import { linkLines, messageLink } from './link.ts';
import { explanationOf } from './outcome-text.ts';
import { palette } from './palette.ts';
import { stepText } from './progress.ts';
import { groupActions } from './result-actions.ts';
import { type Shortfall, shortfallText } from './shortfall.ts';

/** How many letters of the prompt are shown. */
const LETTERS = 100;
/** The longest sentence about one picture, so that all of them fit. */
const LINE_MAX = 500;
/** The most UTF-16 units for links to pictures that the message does not show. */
const NAMED_MAX = 1000;

/** Whether a job's picture is in this message: it is finished, and not shown elsewhere. */
export function isShownAt({ job }: JobStatus, { messageId }: Place): boolean {
  const ended = job.step === 'delivering' || job.step === 'settled';
  return ended && job.outcome.kind === 'pictures' && job.place?.messageId === messageId;
}

/**
 * The one message of several jobs, rendered from where each of them stands. `shown` are the pictures in it, in order.
 * `shortfall`: why the message has less than it should.
 */
export function renderGrouped(
  job: Job & { readonly place: Place },
  statuses: readonly JobStatus[],
  shown: readonly ShownMedia[],
  words: Catalogue,
  shortfall: Shortfall | null = null,
): MessageBody {
  const here = statuses.filter((status) => isShownAt(status, job.place));
  const ended = statuses.every(({ job: { step } }) => step === 'delivering' || step === 'settled');
  const alt = altText(job.request, job.prompt, words);
  const numberOf = (n: number) =>
    shown.length === here.length ? statuses.findIndex((one) => one === here[n - 1]) + 1 : n;
  const gallery = layGallery(shown, (n) => numbered(alt, numberOf(n), statuses.length, words), messageLink(job.place));
  const [first = {}, ...others] = gallery.embeds;
  // Once all have ended, only those whose picture is not here need a word.
  const told = ended ? statuses.filter((status) => !here.includes(status)) : statuses;
  const toldOf = told.map((status) => `**${plain(gestureOf(status.job, words), 80)}** · ${line(status, job, words)}`);
  const embed: APIEmbed = {
    ...first,
    description: paragraphs(
      lines(
        boldPrompt(job.prompt, words, LETTERS),
        byline(
          job,
          words,
          ended ? { took: tookOf(statuses, job), cost: costOf(here) } : null,
          words.grouped.upscaleAll,
        ),
      ),
      lines(...toldOf),
      shortfallText(shortfall, linkLines(gallery.named, words.result.picture, NAMED_MAX), words),
      ended && here.length > 0 ? words.grouped.openHint : '',
    ),
    color: ended ? (here.length > 0 ? palette.done : palette.failed) : palette.working,
  };
  const rows = [
    here.slice(0, 5).map((status) => openButton(status.job, words)),
    ended ? groupActions(statuses[0]?.job ?? job, here.length > 0) : [],
  ].filter((row) => row.length > 0);
  return {
    content: gallery.films.join('\n'),
    embeds: [embed, ...others],
    components: rows.map((components) => ({ type: ComponentType.ActionRow, components })),
    attachments: [...gallery.attachments],
    allowed_mentions: { parse: [] },
  };
}

/** How long it took until the last of them had ended, in ms. */
function tookOf(statuses: readonly JobStatus[], { createdAt }: Job): number {
  const ends = statuses.map(({ job }) =>
    job.step === 'settled' ? job.at : job.step === 'delivering' ? job.since : createdAt,
  );
  return Math.max(createdAt, ...ends) - createdAt;
}

/** What the pictures of a message cost, in submissions; null where there are none. */
function costOf(here: readonly JobStatus[]): number | null {
  return here.length === 0 ? null : here.reduce((sum, { job }) => sum + (billedFor(job) ?? 0), 0);
}

function line({ job, progress }: JobStatus, message: Job & { readonly place: Place }, words: Catalogue): string {
  const { grouped } = words;
  if (job.step !== 'delivering' && job.step !== 'settled') return stepText(job, progress, words);
  if (job.outcome.kind === 'failed') {
    const { what, next } = explanationOf(job, job.outcome.reason, words);
    return escapeLine(next === '' ? what : `${what} ${next}`);
  }
  if (job.place?.messageId === message.place.messageId) return grouped.ready;
  const seen = job.place !== null && job.place.channelId === message.channelId && !job.private;
  return seen && job.place ? grouped.elsewhere(messageLink(job.place)) : grouped.hidden;
}

const escapeLine = (text: string) => (text.length > LINE_MAX ? `${text.slice(0, LINE_MAX - 1).toWellFormed()}…` : text);

function openButton(job: Job, words: Catalogue): APIButtonComponentWithCustomId {
  const label = plain(gestureOf(job, words), 80) || '?';
  return { type: ComponentType.Button, custom_id: openResultId.encode(job.id), label, style: ButtonStyle.Secondary };
}
