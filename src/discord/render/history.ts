import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { Job } from '../../domain/job/job.ts';
import type { RecentTask } from '../../domain/ports/store.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf } from './body.ts';
import { historyId, jobsId } from './custom-ids.ts';
import { escapePrompt, plain } from './escape.ts';
import { maskedLink, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { selectRow } from './select.ts';

const PAGE = 8;
const PROMPT_SHOWN = 120;
/** How many bytes of a search fit into a custom id beside the rest. */
const SEARCH_BYTES = 60;

/** A search as part of a custom id; what does not fit is cut. */
export function encodeSearch(search: string): string {
  const bytes = new Uint8Array(SEARCH_BYTES);
  // `encodeInto` never ends within a character.
  const { written } = new TextEncoder().encodeInto(search, bytes);
  return `q${Buffer.from(bytes.subarray(0, written)).toString('base64url')}`;
}

export function decodeSearch(text: string): string {
  return Buffer.from(text.slice(1), 'base64url').toString().toWellFormed();
}

/** One of a member's results; `job` is null when the store has forgotten it. */
export type HistoryEntry = { readonly task: RecentTask; readonly job: Job | null };

/** The wanted page of a list, or the nearest one there is; pages count from 0. */
export function paginate<T>(all: readonly T[], wanted: number) {
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(Math.max(0, Math.trunc(wanted) || 0), pages - 1);
  return { shown: all.slice(page * PAGE, (page + 1) * PAGE), page, pages };
}

/** One page of a member's results, newest first. */
export function renderHistory(
  { shown, page, pages }: ReturnType<typeof paginate<HistoryEntry>>,
  search: string,
  words: Catalogue,
): EphemeralReply {
  const { lookup } = words;
  const sought = escapePrompt(plain(search, 100), 120).text;
  if (shown.length === 0) {
    return renderReply(sought === '' ? lookup.noHistory : lookup.notFound(sought), { embeds: [], components: [] });
  }
  const turn = (to: number, label: string, possible: boolean): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    disabled: !possible,
    custom_id: historyId.encode(String(to), encodeSearch(search)),
  });
  const turns = [turn(page - 1, lookup.newer, page > 0), turn(page + 1, lookup.older, page < pages - 1)];
  const embed = {
    title: sought === '' ? lookup.historyTitle : plain(lookup.historyFor(plain(search, 100)), 256),
    description: shown.map((entry) => line(entry, words)).join('\n'),
    color: palette.done,
    ...(pages > 1 ? { footer: { text: lookup.page(page + 1, pages) } } : {}),
  };
  const entries = shown.map(({ task, job }) => ({
    value: task.taskId,
    label: plain(task.prompt, 100) || task.taskId,
    description: `${gestureOf(job ?? forgotten, words)} · ${task.taskId}`,
  }));
  return renderReply('', {
    embeds: [embed],
    components: [
      ...selectRow(jobsId.encode('show'), lookup.showHint, entries),
      ...(pages > 1 ? [{ type: ComponentType.ActionRow as const, components: turns }] : []),
    ],
  });
}

/** Stands for the request of a result whose job is forgotten. */
const forgotten = { request: { kind: 'show', taskId: '' } } as const;

function line({ task: { prompt, place, at }, job }: HistoryEntry, words: Catalogue): string {
  const gesture = escapePrompt(gestureOf(job ?? forgotten, words), 60).text;
  const text = escapePrompt(plain(prompt, PROMPT_SHOWN), 2 * PROMPT_SHOWN).text || words.result.noPrompt;
  return `- **${maskedLink(gesture, messageLink(place))}** ${text} · <t:${Math.floor(at / 1000)}:R>`;
}
