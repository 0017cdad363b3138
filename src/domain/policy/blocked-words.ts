/** How many words a server's managers may block, and how long each may be, in characters. */
export const WORDS_MAX = 200;
export const WORD_LENGTH_MAX = 100;

/** Scripts that put no spaces between words: a word of them is looked for anywhere. */
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What belongs to a word. */
const LETTER = String.raw`[\p{L}\p{N}\p{M}_]`;

/** The expression for each list, made once: a list is replaced as a whole. */
const compiled = new WeakMap<readonly string[], RegExp | null>();

/**
 * The entry of a list that a text breaks, null when it breaks none. Letters count alike in every case and width, and what is
 * invisible does not count. An entry means whole words; with `*` at an end, it may go on there. No entry of invisible characters
 * or `*` alone means anything. It stops slips and plain intentions, not somebody who writes a word in pieces.
 */
export function blockedWordIn(text: string, words: readonly string[]): string | null {
  let expression = compiled.get(words);
  if (expression === undefined) {
    expression = expressionFor(words);
    compiled.set(words, expression);
  }
  const found = expression?.exec(normal(text));
  if (!found?.groups) return null;
  const [name] = Object.entries(found.groups).find(([, matched]) => matched !== undefined) ?? [''];
  return words[Number(name.slice(1))] ?? null;
}

/** The words of a list that somebody wrote, one a line: without what is empty, said twice or too long. */
export function wordsIn(lines: string): readonly string[] {
  const words = lines.split('\n').map((line) => line.trim().slice(0, WORD_LENGTH_MAX).toWellFormed());
  const meaningful = words.filter((word) => sourceOf(word) !== null);
  const first = new Map(meaningful.toReversed().map((word) => [normal(word), word]));
  return [...first.values()].toReversed().slice(0, WORDS_MAX);
}

function expressionFor(words: readonly string[]): RegExp | null {
  const sources = words.flatMap((word, index) => {
    const source = sourceOf(word);
    return source === null ? [] : [`(?<w${index}>${source})`];
  });
  return sources.length === 0 ? null : new RegExp(sources.join('|'), 'u');
}

/** The source of the expression for one entry, null when it means nothing. */
function sourceOf(word: string): string | null {
  const entry = normal(word).trim();
  let core = entry;
  while (core.startsWith('*')) core = core.slice(1).trimStart();
  while (core.endsWith('*')) core = core.slice(0, -1).trimEnd();
  if (core === '') return null;
  const body = core.split(/\s+/).map(RegExp.escape).join(String.raw`\s+`);
  if (spaceless.test(core)) return body;
  return `${entry.startsWith('*') ? '' : `(?<!${LETTER})`}${body}${entry.endsWith('*') ? '' : `(?!${LETTER})`}`;
}

function normal(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
}
