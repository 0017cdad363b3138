/** A prompt with choices in braces, taken apart: `a {red, green} fox`. */
type Part = string | { readonly options: readonly Piece[] };
type Piece = readonly Part[];

export type Permutations =
  | {
      readonly kind: 'read';
      /** How many prompts it stands for; Infinity when that is beyond counting. */
      readonly count: number;
      /** The first `limit` of them, in Midjourney's order: the last choice changes fastest. */
      expand(limit: number): string[];
    }
  /** A brace that is never closed, or one that closes nothing. */
  | { readonly kind: 'unbalanced' };

/** Braces in braces in braces… */
const DEEPEST = 20;

/**
 * Reads Midjourney's permutation prompts (https://docs.midjourney.com/hc/en-us/articles/32761322355597): a backslash
 * takes the meaning from the comma, brace or backslash after it. Counts before it expands, so that nothing is made of
 * a prompt that stands for millions.
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

/** Up to the end, or at depth up to a comma or closing brace. Null when the braces make no sense. */
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

/** From an opening brace to its closing one, at which the reader is left. */
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

/** The prompt at a place in the order; found by arithmetic, so that no others are made. */
function nth(piece: Piece, index: number): string {
  let text = '';
  let left = index;
  for (const part of piece.toReversed()) {
    if (typeof part === 'string') text = part + text;
    else {
      const count = countOptions(part.options);
      text = pick(part.options, left % count) + text;
      left = Math.floor(left / count);
    }
  }
  return text;
}

function pick(options: readonly Piece[], index: number): string {
  let left = index;
  for (const option of options) {
    const count = countPiece(option);
    if (left < count) return nth(option, left).trim();
    left -= count;
  }
  return '';
}
