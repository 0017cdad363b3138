/** A literal text, or the options of a choice in braces: `a {red, green} fox` is two texts around a choice of two. */
type Part = string | { readonly options: readonly Piece[] };
/** A prompt, or one option of a choice: its parts in their order. */
type Piece = readonly Part[];

export type Permutations =
  | {
      readonly kind: 'read';
      /** How many prompts it stands for; Infinity when there are more than a number can hold. */
      readonly count: number;
      /** The first `limit` of them, in Midjourney's order: the last choice changes fastest. */
      expand(limit: number): string[];
    }
  /** A brace that is never closed, or one that closes nothing. */
  | { readonly kind: 'unbalanced' };

/** How deep braces may stand in braces. */
const DEEPEST = 20;

/**
 * Reads Midjourney's permutation prompts (https://docs.midjourney.com/hc/en-us/articles/32761322355597). A comma, brace or
 * backslash after a backslash stands for itself. The prompts are counted before any is made, because one prompt may stand
 * for millions.
 */
export function readPermutations(prompt: string): Permutations {
  const reader = { text: prompt, at: 0 };
  const piece = readPiece(reader, 0);
  if (piece === null || reader.at < prompt.length) return { kind: 'unbalanced' };
  const count = countPiece(piece);
  return {
    kind: 'read',
    count,
    expand: (limit) => Array.from({ length: Math.min(count, Math.max(0, limit)) }, (_, index) => nth(piece, index)),
  };
}

type Reader = { readonly text: string; at: number };

/** Reads up to the end, or inside braces up to a comma or closing brace. Null when the braces do not match. */
function readPiece(reader: Reader, depth: number): Piece | null {
  const parts: Part[] = [];
  let literal = '';
  const { text } = reader;
  for (; reader.at < text.length; reader.at += 1) {
    const character = text.charAt(reader.at);
    const next = text.charAt(reader.at + 1);
    if (character === '\\' && next !== '' && ',{}\\'.includes(next)) {
      literal += next;
      reader.at += 1;
    } else if (depth > 0 && (character === ',' || character === '}')) break;
    else if (character === '}') return null;
    else if (character === '{') {
      const options = readOptions(reader, depth + 1);
      if (options === null) return null;
      parts.push(literal, { options });
      literal = '';
    } else literal += character;
  }
  return [...parts, literal];
}

/** Reads from an opening brace to its closing one, and leaves the reader there. */
function readOptions(reader: Reader, depth: number): Piece[] | null {
  if (depth > DEEPEST) return null;
  const options: Piece[] = [];
  for (;;) {
    reader.at += 1;
    const option = readPiece(reader, depth);
    if (option === null || reader.at >= reader.text.length) return null;
    options.push(option);
    if (reader.text.charAt(reader.at) === '}') return options;
  }
}

function countPiece(piece: Piece): number {
  return piece.reduce((count, part) => count * (typeof part === 'string' ? 1 : countOptions(part.options)), 1);
}

function countOptions(options: readonly Piece[]): number {
  return options.reduce((count, option) => count + countPiece(option), 0);
}

/** The prompt at this index, found by arithmetic: no others are made. */
function nth(piece: Piece, index: number): string {
  let text = '';
  let left = index;
  for (const part of piece.toReversed()) {
    if (typeof part === 'string') text = part + text;
    else {
      const count = countOptions(part.options);
      text = nthOption(part.options, left % count) + text;
      left = Math.floor(left / count);
    }
  }
  return text;
}

function nthOption(options: readonly Piece[], index: number): string {
  let left = index;
  for (const option of options) {
    const count = countPiece(option);
    if (left < count) return nth(option, left).trim();
    left -= count;
  }
  return '';
}
