/** One assignment of a file such as `.env`, as Node's `--env-file` reads it. */
export type Assignment = {
  readonly name: string;
  /** What Node makes of it. */
  readonly value: string;
  /** The first and the last of its lines, counted from 0. */
  readonly lines: { readonly first: number; readonly last: number };
  /** Whether the value stands between two quotation marks. */
  readonly isQuoted: boolean;
  /** What Node left out: from a `#` that touches a value without quotation marks, or behind the closing one; null: nothing. */
  readonly cut: string | null;
};

const quotationMarks = new Set(['"', "'", '`']);

/**
 * Reads a file of settings in the way that Node does (`util.parseEnv`), and tells what the value alone does not: where it
 * stands and what is missing from it. Of two assignments to one name, the later one counts.
 */
export function readAssignments(text: string): readonly Assignment[] {
  const content = trim(text.replaceAll('\r', ''), 'end');
  const lineOf = createLineCount(content);
  const found: Assignment[] = [];
  let at = skipSpace(content, 0);
  while (at < content.length) {
    const end = endOfLine(content, at);
    const equals = content.indexOf('=', at);
    if (content[at] === '\n' || content[at] === '#') {
      at = end + 1;
    } else if (equals < 0 || equals > end) {
      at = skipSpace(content, end + 1);
    } else {
      const read = readValue(content, equals + 1);
      const left = trim(content.slice(at, equals));
      // Node leaves the word in front of a name without a value.
      const name = read.last > equals + 1 ? trim(left.replace(/^export /, '')) : left;
      const lines = { first: lineOf(equals), last: lineOf(read.last) };
      if (name !== '') found.push({ name, ...read.facts, lines });
      // Without a name, what comes after the sign is read as if it were a line.
      at = name === '' ? skipSpace(content, equals + 1) : read.end;
    }
  }
  return found;
}

type Value = {
  readonly facts: Pick<Assignment, 'value' | 'isQuoted' | 'cut'>;
  /** Where the value's own characters end, and where reading goes on. */
  readonly last: number;
  readonly end: number;
};

function readValue(content: string, after: number): Value {
  const plain = { isQuoted: false, cut: null };
  if (after >= content.length || content[after] === '\n') {
    return { facts: { ...plain, value: '' }, last: after, end: after };
  }
  // Over ends of lines, too: after `NAME= ` Node takes the next line for the value.
  const start = skipSpace(content, after);
  const mark = content[start] ?? '';
  if (quotationMarks.has(mark)) {
    const close = content.indexOf(mark, start + 1);
    if (close >= 0) {
      const inside = content.slice(start + 1, close);
      const value = mark === '"' ? inside.replaceAll('\\n', '\n') : inside;
      const end = endOfLine(content, close);
      const rest = trim(content.slice(close + 1, end));
      const cut = rest === '' || rest.startsWith('#') ? null : rest;
      return { facts: { value, isQuoted: true, cut }, last: close, end };
    }
  }
  const last = endOfLine(content, start);
  const end = skipSpace(content, last);
  const line = content.slice(start, last);
  const hash = line.indexOf('#');
  if (quotationMarks.has(mark) || hash < 0) {
    return { facts: { ...plain, value: quotationMarks.has(mark) ? line : trim(line) }, last, end };
  }
  const touches = /\S/.test(content[start + hash - 1] ?? '');
  const facts = { isQuoted: false, value: trim(line.slice(0, hash)), cut: touches ? line.slice(hash) : null };
  return { facts, last, end };
}

/** Counts the lines before a character. Whoever asks goes forward through the text. */
function createLineCount(content: string): (at: number) => number {
  let [line, counted] = [0, 0];
  return (at) => {
    for (; counted < at; counted += 1) if (content[counted] === '\n') line += 1;
    return line;
  };
}

function endOfLine(content: string, from: number): number {
  const end = content.indexOf('\n', from);
  return end < 0 ? content.length : end;
}

function skipSpace(content: string, from: number): number {
  let at = from;
  while (isSpace(content[at])) at += 1;
  return at;
}

function trim(text: string, where: 'both' | 'end' = 'both'): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end -= 1;
  return text.slice(where === 'both' ? Math.min(skipSpace(text, 0), end) : 0, end);
}

/** What Node takes for space. */
function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\n';
}
