import { classify } from '../../domain/action.ts';
import type { Job, Pictures } from '../../domain/job.ts';
import { type ListedPrompt, listPrompts } from '../../domain/prompts-list.ts';
import type { Request } from '../../domain/request.ts';
import type { Words } from '../../text/words.ts';
import { paragraphs } from './body.ts';
import { type Clipped, escapePrompt } from './escape.ts';

/** Most UTF-16 units of an embed that such a text takes; the rest is for who asked and for what comes below. */
const TEXT_MAX = 3000;
const KEYCAP = '\ufe0f\u20e3';

/** What stands in place of a prompt above a result that is words, or null for one that is pictures; `alt` is for its picture. */
export function saidOf({ request }: Pick<Job, 'request'>, { text, taskId, buttons }: Pictures, { making }: Words) {
  const alt = making.describedPicture;
  const nothing = request.kind === 'describe' && text === '';
  if (nothing) return { shown: { text: making.noDescription, cut: false }, alt };
  if (text === '') return null;
  const shown = renderText(text, request.kind);
  const picks = taskId !== null && buttons.some(({ customId }) => /Pick$/.test(classify(customId).class));
  return { shown: { ...shown, text: paragraphs(shown.text, picks ? making.pickHint : '') }, alt };
}

/**
 * What a describe or a shorten says, for an embed: numbered prompts read literally, Midjourney's headings, bold and
 * struck-out words stay as they were meant. Whatever else looks like markdown, a mention or a masked link does nothing.
 */
export function renderText(text: string, kind: Request['kind']): Clipped {
  const prompts = listPrompts(text);
  if (prompts.length === 0 || kind === 'shorten' || hasHeading(text)) return renderMarkdown(text);
  return renderPrompts(prompts);
}

function hasHeading(text: string): boolean {
  return /^#{1,3} /m.test(text);
}

function renderPrompts(prompts: readonly ListedPrompt[]): Clipped {
  const room = Math.floor(TEXT_MAX / prompts.length) - 8;
  const lines = prompts.map(({ number, prompt }) => ({ number, ...escapePrompt(prompt, room) }));
  return {
    text: lines.map(({ number, text }) => `${number}${KEYCAP} ${text}`).join('\n\n'),
    cut: lines.some(({ cut }) => cut),
  };
}

/** Whole lines while they fit. */
function renderMarkdown(text: string): Clipped {
  const lines: string[] = [];
  let left = TEXT_MAX;
  for (const line of unlinked(text.slice(0, 4 * TEXT_MAX)).split(/\r\n?|\n/)) {
    const { text: shown, cut } = renderLine(line, Math.max(left - 1, 1));
    if (shown.length >= left) return { text: join(lines), cut: true };
    lines.push(shown);
    left -= shown.length + 1;
    if (cut) return { text: join(lines), cut: true };
  }
  return { text: join(lines), cut: text.length > 4 * TEXT_MAX };
}

function join(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Masked links without their addresses. */
function unlinked(text: string): string {
  return text.replace(/\[([^[\]\n]{1,500})\]\(\s*<?https?:[^()\s>]*>?\s*\)/gi, '$1');
}

function renderLine(line: string, limit: number): Clipped {
  const heading = /^\s*(#{1,3})\s+(.*)$/.exec(line);
  if (heading) {
    const { text, cut } = escapePrompt((heading[2] ?? '').replaceAll('**', ''), Math.max(limit - 4, 1));
    return { text: text === '' ? '' : `**${text}**`, cut };
  }
  return renderSpans(line, limit);
}

/** Bold and struck-out words keep their marks, whole or not at all. */
function renderSpans(line: string, limit: number): Clipped {
  let shown = '';
  for (const [part, , mark = '', inner = ''] of line.matchAll(
    /((\*\*|~~)(?=\S)(.{1,500}?)\2)|(?:(?!\*\*|~~).)+|\*\*|~~/g,
  )) {
    const { text } = escapePrompt(inner || part, TEXT_MAX);
    const [before = '', after = ''] = inner ? ['', ''] : [/^\s/.test(part) ? ' ' : '', /\s$/.test(part) ? ' ' : ''];
    const piece = text === '' ? before : `${before}${mark}${text}${mark}${after}`;
    if (shown.length + piece.length > limit) return { text: `${shown.trimEnd()}…`, cut: true };
    shown += piece;
  }
  return { text: shown.trim(), cut: false };
}
