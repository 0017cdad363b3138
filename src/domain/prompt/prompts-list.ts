import type { Request } from '../job/request.ts';
import type { RelayButton } from '../job/task.ts';

/** One of the prompts that a describe or a shorten answers with, and the number on its button. */
export type ListedPrompt = { readonly number: number; readonly prompt: string };

/** How much of a text is read, in UTF-16 units: a relay may send any length, Midjourney's own lists are far shorter. */
const READ_MAX = 40_000;

// `^` also matches after `\r`, `\u2028` and `\u2029`. So they must not count as spaces before a number: a run of them would
// be searched from each of its characters on.
const lineStart = /^(?:[^\S\n\r\u2028\u2029]|[>*_-])*([1-9])\ufe0f?\u20e3/gm;

/** How lists are numbered, the surest way first: keycap emoji at the start of lines or anywhere, then plain digits. */
const numberings = [
  { marker: lineStart, least: 2 },
  { marker: /([1-9])\ufe0f?\u20e3/g, least: 2 },
  { marker: lineStart, least: 1 },
  { marker: /^[^\S\n\r\u2028\u2029]*([1-9])[.)、](?=\s)/gm, least: 2 },
] as const;

/** What comes before a text's list, and the list in rising order of its numbers; empty when the text has none. */
export type ReadText = { readonly intro: string; readonly prompts: readonly ListedPrompt[] };

export function readText(text: string): ReadText {
  const read = text.slice(0, READ_MAX).toWellFormed();
  for (const { marker, least } of numberings) {
    const found = split(read, marker);
    if (found.prompts.length >= least) return found;
  }
  const lines = plainLines(read);
  return lines.length === DESCRIBED
    ? { intro: '', prompts: lines.map((prompt, index) => ({ number: index + 1, prompt })) }
    : { intro: read, prompts: [] };
}

/** So many prompts Midjourney writes for a picture. Some accounts give them as so many lines, without numbers. */
const DESCRIBED = 4;

/** The lines of a text that could be prompts; none when one of them is a heading or an item of another list. */
function plainLines(text: string): readonly string[] {
  const lines = text.split(/[\r\n]+/, 40).filter((line) => line.trim() !== '');
  return lines.some((line) => /^\s*(?:#|>|[-*•]\s|\*\*)|[:：]\s*$/.test(line))
    ? []
    : lines.map(plainPrompt).filter(Boolean);
}

/** The prompts in a text, in rising order of their numbers; empty when it has no list. */
export function listPrompts(text: string): readonly ListedPrompt[] {
  return readText(text).prompts;
}

/** The prompt with this number in a text; null when there is none. */
export function promptAt(text: string, number: number): string | null {
  return listPrompts(text).find((listed) => listed.number === number)?.prompt ?? null;
}

/** A button for each prompt of a text, named as Midjourney names them, for relays that send none. */
export function pickButtons(text: string, { kind }: Pick<Request, 'kind'>): readonly RelayButton[] {
  const [job, most] = kind === 'shorten' ? (['PromptAnalyzer', 5] as const) : (['PicReader', 4] as const);
  const numbers = listPrompts(text).flatMap(({ number }) => (number <= most ? [number] : []));
  const secondary = { style: 2 } as const;
  const all = { ...secondary, customId: 'MJ::Job::PicReader::all', label: 'Imagine all', emoji: '🎉' };
  return [
    ...numbers.map((n) => ({ ...secondary, customId: `MJ::Job::${job}::${n}`, label: '', emoji: `${n}\ufe0f\u20e3` })),
    ...(job === 'PicReader' && numbers.length > 1 ? [all] : []),
  ];
}

function split(text: string, marker: RegExp): ReadText {
  const starts: { number: number; from: number; at: number }[] = [];
  for (const match of text.matchAll(marker)) {
    const number = Number(match[1]);
    if (number > (starts.at(-1)?.number ?? 0)) {
      starts.push({ number, at: match.index, from: match.index + match[0].length });
    }
  }
  const prompts = starts
    .map(({ number, from }, index) => ({ number, prompt: plainPrompt(text.slice(from, starts[index + 1]?.at)) }))
    .filter(({ prompt }) => prompt !== '');
  return { intro: text.slice(0, starts[0]?.at), prompts };
}

/** A prompt in one line, without the markdown that Discord would draw: links become their words, emphasis goes. */
function plainPrompt(text: string): string {
  const [body = ''] = text.split(/\n[^\S\n]*#{1,3}\s/, 1);
  return body
    .replace(/\[([^[\]\n]{1,500})\]\(\s*<?https?:[^()\s>]*>?\s*\)/gi, '$1')
    .replace(/\*\*|~~/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
