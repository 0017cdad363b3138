import { type APIButtonComponentWithCustomId, type APIEmbed, ButtonStyle, ComponentType } from 'discord.js';
import { billedFor } from '../../domain/job/cost.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Media } from '../../domain/pictures/media.ts';
import type { RecentTask } from '../../domain/ports/store.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf } from './body.ts';
import { historyId, jobsId } from './custom-ids.ts';
import { ALT_MAX, escapePrompt, plain } from './escape.ts';
import { embeddable, maskedLink, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { selectRow } from './select.ts';

/** Results a page: each has an embed of its own, and a message ten at most. */
const PAGE = 8;
const PROMPT_SHOWN = 120;
/** How many bytes of a search fit into a custom id beside the rest. */
const SEARCH_BYTES = 60;
const DAY = 24 * 60 * 60_000;

/** The kinds of results, each with its letter in custom ids. */
const letters = { all: 'q', grids: 'g', singles: 's', films: 'f', words: 'w' } as const;
export type HistoryKind = keyof typeof letters;
const kinds = ['all', 'grids', 'singles', 'films', 'words'] as const satisfies readonly HistoryKind[];

/** What a member looks for among their results. */
export type HistoryQuery = { readonly search: string; readonly kind: HistoryKind };

/** A query as part of a custom id; what of a search does not fit is cut. */
export function encodeQuery({ search, kind }: HistoryQuery): string {
  const bytes = new Uint8Array(SEARCH_BYTES);
  // `encodeInto` never ends within a character.
  const { written } = new TextEncoder().encodeInto(search, bytes);
  return `${letters[kind]}${Buffer.from(bytes.subarray(0, written)).toString('base64url')}`;
}

export function decodeQuery(text: string): HistoryQuery {
  const search = Buffer.from(text.slice(1), 'base64url').toString().toWellFormed();
  return { search, kind: kinds.find((kind) => letters[kind] === text.charAt(0)) ?? 'all' };
}

/** What a small picture of a result is: at an address of Discord's, or a file that is sent with the page. */
export type HistoryPicture = { readonly url: string } | { readonly copy: Media };

/** One of a member's results; `job` is null when the store has forgotten it. */
export type HistoryEntry = { readonly task: RecentTask; readonly job: Job | null };

/** The wanted page of a list, or the nearest one there is; pages count from 0. */
export function paginate<T>(all: readonly T[], wanted: number) {
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(Math.max(0, Math.trunc(wanted) || 0), pages - 1);
  return { shown: all.slice(page * PAGE, (page + 1) * PAGE), page, pages };
}

/** The page with the newest result that is as old as `at` (Unix ms), or older. */
export function pageAt(all: readonly Pick<RecentTask, 'at'>[], at: number): number {
  const index = all.findIndex((task) => task.at <= at);
  return Math.floor((index < 0 ? all.length : index) / PAGE);
}

export type HistoryPage = ReturnType<typeof paginate<HistoryEntry>> & {
  readonly query: HistoryQuery;
  /** The times (Unix ms) of all results that fit, newest first. */
  readonly times: readonly number[];
  /** A picture of each shown result, where one is known. */
  readonly pictures?: readonly (HistoryPicture | null)[];
};

/** One page of a member's results, newest first. */
export function renderHistory(
  { shown, page, pages, query, times, pictures = [] }: HistoryPage,
  words: Catalogue,
): EphemeralReply {
  const { lookup } = words;
  const { search, kind } = query;
  const sought = escapePrompt(plain(search, 100), 120).text;
  const kindRow = selectRow(
    historyId.encode('kind', encodeQuery(query)),
    lookup.showing(lookup.kinds[kind]),
    kinds.map((one) => ({ value: one, label: lookup.kinds[one] })),
  );
  if (shown.length === 0) {
    const nothing = sought === '' ? lookup.noHistory : lookup.notFound(sought);
    const components = kind === 'all' ? [] : kindRow;
    return renderReply(kind === 'all' ? nothing : lookup.noneOfKind, { embeds: [], components });
  }
  const turn = (to: number, label: string, possible: boolean): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    disabled: !possible,
    custom_id: historyId.encode(String(to), encodeQuery(query)),
  });
  const turns = [turn(page - 1, lookup.newer, page > 0), turn(page + 1, lookup.older, page < pages - 1)];
  const title = sought === '' ? lookup.historyTitle : plain(lookup.historyFor(plain(search, 100)), 256);
  const footer = [...(pages > 1 ? [lookup.page(page + 1, pages)] : []), lookup.unfinishedHint].join(' · ');
  const embeds = shown.map((entry, index): APIEmbed => {
    const picture = thumbnailOf(pictures[index] ?? null, index);
    return {
      ...(index === 0 && { title }),
      description: line(entry, words),
      color: palette.done,
      ...(picture !== null && { thumbnail: { url: picture, description: altOf(entry, words) } }),
      ...(index === shown.length - 1 && { footer: { text: footer } }),
    };
  });
  const entries = shown.map(({ task, job }) => ({
    value: task.taskId,
    label: plain(task.prompt, 100) || task.taskId,
    description: `${gestureOf(job ?? forgotten, words)} · ${task.taskId}`,
  }));
  const days = daysOf(times).map(({ at, count }) => ({
    value: String(at),
    label: lookup.day(at),
    description: lookup.results(count),
  }));
  const attachments = shown.flatMap((entry, index) => {
    const picture = pictures[index];
    if (!picture || !('copy' in picture)) return [];
    return [{ id: String(index), filename: thumbnailName(index), description: altOf(entry, words) }];
  });
  return renderReply('', {
    embeds,
    attachments,
    components: [
      ...selectRow(jobsId.encode('show'), lookup.showHint, entries),
      ...kindRow,
      ...(days.length > 1 ? selectRow(historyId.encode('day', encodeQuery(query)), lookup.dayHint, days) : []),
      ...(pages > 1 ? [{ type: ComponentType.ActionRow as const, components: turns }] : []),
    ],
  });
}

/** The name of the file that the n-th result of a page is shown with, counted from 0. */
export const thumbnailName = (index: number) => `picture-${index + 1}.webp`;

function thumbnailOf(picture: HistoryPicture | null, index: number): string | null {
  if (!picture) return null;
  return 'url' in picture ? embeddable(picture.url) : `attachment://${thumbnailName(index)}`;
}

/** The days on which there are results, newest first, each with the time of its newest one. */
function daysOf(times: readonly number[]): readonly { readonly at: number; readonly count: number }[] {
  const days = new Map<number, { at: number; count: number }>();
  for (const at of times) {
    const day = Math.floor(at / DAY);
    const known = days.get(day);
    days.set(day, { at: Math.max(at, known?.at ?? at), count: (known?.count ?? 0) + 1 });
  }
  return [...days.values()];
}

function altOf({ task: { prompt } }: HistoryEntry, { result }: Catalogue): string {
  return plain(result.picturePrompt(plain(prompt, ALT_MAX)), ALT_MAX);
}

/** Stands for the request of a result whose job is forgotten. */
const forgotten = { request: { kind: 'show', taskId: '' } } as const;

function line({ task: { prompt, place, at }, job }: HistoryEntry, words: Catalogue): string {
  const gesture = escapePrompt(gestureOf(job ?? forgotten, words), 60).text;
  const text = escapePrompt(plain(prompt, PROMPT_SHOWN), 2 * PROMPT_SHOWN).text || words.result.noPrompt;
  const cost = job && billedFor(job);
  const told = cost === null ? [] : [words.result.cost(cost)];
  return `**${maskedLink(gesture, messageLink(place))}** ${[text, ...told, `<t:${Math.floor(at / 1000)}:R>`].join(' · ')}`;
}
