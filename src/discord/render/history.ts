import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { RecentTask } from '../../domain/ports.ts';
import type { Words } from '../../text/words.ts';
import { historyId, jobsId } from '../custom-ids.ts';
import { choiceOf } from '../recent-tasks.ts';
import { escapePrompt, plain } from './escape.ts';
import { masked, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { picker } from './picker.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

const PAGE = 8;
const PROMPT_SHOWN = 120;
/** Bytes of a search that fit into a custom id beside the rest. */
const SEARCH_BYTES = 60;

/** A search as part of a custom id; what does not fit is cut. */
export function encodeSearch(search: string): string {
  const bytes = new Uint8Array(SEARCH_BYTES);
  // Never ends within a character.
  const { written } = new TextEncoder().encodeInto(search, bytes);
  return `q${Buffer.from(bytes.subarray(0, written)).toString('base64url')}`;
}

export function decodeSearch(text: string): string {
  return Buffer.from(text.slice(1), 'base64url').toString().toWellFormed();
}

/** One page of a member's results, newest first; pages count from 0 and stay within what there is. */
export function renderHistory(
  tasks: readonly RecentTask[],
  wanted: number,
  search: string,
  words: Words,
): EphemeralReply {
  const { finding } = words;
  const sought = escapePrompt(plain(search, 100), 120).text;
  if (tasks.length === 0) {
    return renderReply(sought === '' ? finding.noHistory : finding.notFound(sought), { embeds: [], components: [] });
  }
  const pages = Math.ceil(tasks.length / PAGE);
  const page = Math.min(Math.max(0, Math.trunc(wanted) || 0), pages - 1);
  const shown = tasks.slice(page * PAGE, (page + 1) * PAGE);
  const turn = (to: number, label: string, possible: boolean): APIButtonComponentWithCustomId => ({
    ...{ type: ComponentType.Button, style: ButtonStyle.Secondary, label, disabled: !possible },
    custom_id: historyId.encode(String(to), encodeSearch(search)),
  });
  const turns = [turn(page - 1, finding.newer, page > 0), turn(page + 1, finding.older, page < pages - 1)];
  const embed = {
    title: sought === '' ? finding.historyTitle : plain(finding.historyFor(plain(search, 100)), 256),
    description: shown.map((task) => line(task, words)).join('\n'),
    color: palette.done,
    footer: { text: finding.page(page + 1, pages) },
  };
  return renderReply('', {
    embeds: [embed],
    components: [
      ...picker(
        jobsId.encode('show'),
        finding.showHint,
        shown.map(choiceOf).map(({ name, value }) => ({ label: name, value })),
      ),
      ...(pages > 1 ? [{ type: ComponentType.ActionRow as const, components: turns }] : []),
    ],
  });
}

function line({ prompt, place, at }: RecentTask, words: Words): string {
  const text = escapePrompt(plain(prompt, PROMPT_SHOWN), 2 * PROMPT_SHOWN).text || words.result.noPrompt;
  return `- ${masked(`<t:${Math.floor(at / 1000)}:R>`, messageLink(place))} ${text}`;
}
