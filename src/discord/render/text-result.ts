import { classify } from '../../domain/buttons/action.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Pictures } from '../../domain/job/outcome.ts';
import { type ListedPrompt, readText } from '../../domain/prompt/prompts-list.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { paragraphs } from './body.ts';
import { type Clipped, escapePrompt } from './escape.ts';

/** The most UTF-16 units of an embed that such a text may have; the rest is for who asked and for what comes below. */
const TEXT_MAX = 2300;
/** The most units of what stands above a list. */
const INTRO_MAX = 1200;
const KEYCAP = '\ufe0f\u20e3';

/** What a describe or a shorten shows: its text, the prompt that it is about, its picture's alt text. Null for other results. */
export function textResultOf(
  { request, prompt: asked }: Pick<Job, 'request' | 'prompt'>,
  { text, taskId, buttons }: Pictures,
  { result }: Catalogue,
) {
  const alt = result.describedPicture;
  const nothing = request.kind === 'describe' && text === '';
  const prompt = request.kind === 'shorten' ? asked : '';
  if (nothing) return { shown: { text: result.noDescription, cut: false }, prompt, alt };
  if (text === '') return null;
  const shown = renderText(text);
  const picks = taskId !== null && buttons.some(({ customId }) => /Pick$/.test(classify(customId).class));
  const above = request.kind === 'describe' && picks ? result.described : '';
  return { shown: { ...shown, text: paragraphs(above, shown.text, picks ? result.pickHint : '') }, prompt, alt };
}

/**
 * The text of a describe or a shorten, for an embed. Its numbered prompts are shown literally. Above them Midjourney's
 * headings, bold and struck-out words keep their meaning; everything else that looks like markdown, a mention or a masked
 * link is escaped.
 */
export function renderText(text: string): Clipped {
  const { intro, prompts } = readText(text);
  const head = renderMarkdown(intro, prompts.length > 0 ? INTRO_MAX : TEXT_MAX);
  const list = renderPrompts(prompts, TEXT_MAX - head.text.length);
  return { text: [head.text, list.text].filter(Boolean).join('\n\n'), cut: head.cut || list.cut };
}

function renderPrompts(prompts: readonly ListedPrompt[], room: number): Clipped {
  const each = Math.floor(room / prompts.length) - 8;
  const lines = prompts.map(({ number, prompt }) => ({ number, ...escapePrompt(prompt, each) }));
  return {
    text: lines.map(({ number, text }) => `${number}${KEYCAP} ${text}`).join('\n\n'),
    cut: lines.some(({ cut }) => cut),
  };
}

/** Renders whole lines, and the beginning of the first line that does not fit. */
function renderMarkdown(given: string, room: number): Clipped {
  const text = given.slice(0, 4 * room);
  const lines: string[] = [];
  let left = room;
  for (const line of unlinked(text).split(/\r\n?|\n/)) {
    if (left < 2) return { text: join(lines), cut: true };
    const { text: shown, cut } = renderLine(line, left - 1);
    lines.push(shown);
    left -= shown.length + 1;
    if (cut) return { text: join(lines), cut: true };
  }
  return { text: join(lines), cut: text.length < given.length };
}

function join(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Replaces masked links by their texts. */
function unlinked(text: string): string {
  return text.replace(/\[([^[\]\n]{1,500})\]\(\s*<?https?:[^()\s>]*>?\s*\)/gi, '$1');
}

function renderLine(line: string, limit: number): Clipped {
  const heading = /^\s*(#{1,3})\s(.*)$/s.exec(line);
  if (heading) {
    const { text, cut } = escapePrompt((heading[2] ?? '').replaceAll('**', ''), Math.max(limit - 5, 1));
    // Small, because bold words below it are the ones that matter.
    return { text: text === '' ? '' : `\n-# ${text}`, cut };
  }
  return renderSpans(line, limit);
}

const span = /(\*\*|~~)(?=\S)(.{1,500}?)\1|(?:(?!\*\*|~~).)+|\*\*|~~/g;

/** Bold and struck-out words keep their marks. One that does not fit whole is left out. */
function renderSpans(line: string, limit: number): Clipped {
  let shown = '';
  for (const [part, mark = '', inner] of line.matchAll(span)) {
    const room = Math.max(limit - shown.length - 2, 1);
    const { text, cut } = escapePrompt(inner ?? part, inner === undefined ? room : TEXT_MAX);
    const piece = inner === undefined ? spaced(part, text) : `${mark}${text}${mark}`;
    if (cut || piece.length > room) return { text: `${shown}${cut ? text : '…'}`, cut: true };
    if (text !== '' || inner === undefined) shown += piece;
  }
  return { text: shown.trim(), cut: false };
}

/** Escaping trims a span; the spaces at its edges are put back because they part words. */
function spaced(part: string, text: string): string {
  if (text === '') return ' ';
  return `${/^\s/.test(part) ? ' ' : ''}${text}${/\s$/.test(part) ? ' ' : ''}`;
}
