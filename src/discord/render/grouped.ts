import { type APIButtonComponentWithCustomId, type APIEmbed, ButtonStyle, ComponentType } from 'discord.js';
import type { Job, Place } from '../../domain/job/job.ts';
import type { JobStatus } from '../../domain/ports/presenter.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf, type MessageBody, originOf, paragraphs } from './body.ts';
import { openResultId } from './custom-ids.ts';
import { ALT_MAX, escapePrompt, plain } from './escape.ts';
import { layGallery, type ShownMedia } from './gallery.ts';
import { linkLines, messageLink } from './link.ts';
import { explanationOf } from './outcome-text.ts';
import { palette } from './palette.ts';
import { stepText } from './progress.ts';
import { deleteButton } from './result-actions.ts';
import { type Shortfall, shortfallText } from './shortfall.ts';

const PROMPT_SHOWN = 600;
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
  const alt = plain(words.result.picturePrompt(plain(job.prompt, ALT_MAX)), ALT_MAX);
  const gallery = layGallery(shown, alt, messageLink(job.place));
  const [first = {}, ...others] = gallery.embeds;
  const lines = statuses.map(
    (status) => `**${plain(gestureOf(status.job, words), 80)}** · ${line(status, job, words)}`,
  );
  const embed: APIEmbed = {
    ...first,
    author: { name: [plain(job.requester.name, 100), words.grouped.upscaleAll].filter(Boolean).join(' · ') },
    description: paragraphs(
      escapePrompt(job.prompt, PROMPT_SHOWN).text,
      lines.join('\n'),
      shortfallText(shortfall, linkLines(gallery.named, words.result.picture, NAMED_MAX), words),
      here.length > 0 ? words.grouped.openHint : '',
      originOf(job, words),
    ),
    color: ended ? (here.length > 0 ? palette.done : palette.failed) : palette.working,
  };
  const buttons = [
    ...here.map((status) => openButton(status.job, words)),
    ...(ended ? [deleteButton(job.requester.id)] : []),
  ];
  return {
    content: gallery.films.join('\n'),
    embeds: [embed, ...others],
    components: buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons.slice(0, 5) }],
    attachments: [...gallery.attachments],
    allowed_mentions: { parse: [] },
  };
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
