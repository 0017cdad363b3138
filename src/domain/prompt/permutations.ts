/** A literal text, or the options of a choice in braces: `a {red, green} fox` is two texts around a choice of two. */
type Part = string | { readonly options: readonly Piece[]; readonly count: number };
/** A prompt, or one option of a choice: its parts in their order. `count`: how many prompts it stands for. */
type Piece = { readonly parts: readonly Part[]; readonly count: number };

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

const BRACE = /[{}]/;

/** A finished prompt as a member would write it: `readPermutations` makes that one prompt of it, whatever braces it has. */
export function withoutChoices(prompt: string): string {
  return BRACE.test(prompt) ? prompt.replace(/\\(?=[\\{},，])|[{}]/g, '\\$&') : prompt;
}

/** How deep braces may stand in braces. */
const DEEPEST = 20;

/**
 * Reads Midjourney's permutation prompts (https://docs.midjourney.com/hc/en-us/articles/32761322355597). In a prompt with
 * braces, a comma, brace or backslash after a backslash stands for itself; one without stands for itself as it is. The comma of
 * Chinese input methods parts choices, too. The
 * prompts are counted before any is made, because one prompt may stand for millions.
 */
export function readPermutations(prompt: string): Permutations {
  if (!BRACE.test(prompt)) return { kind: 'read', count: 1, expand: (limit) => (limit < 1 ? [] : [prompt]) };
  const reader = { text: prompt, at: 0 };
  const piece = readPiece(reader, 0);
  if (piece === null || reader.at < prompt.length) return { kind: 'unbalanced' };
  const { count } = piece;
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
  let prompts = 1;
  const { text } = reader;
  for (; reader.at < text.length; reader.at += 1) {
    const character = text.charAt(reader.at);
    const next = text.charAt(reader.at + 1);
    if (character === '\\' && next !== '' && ',，{}\\'.includes(next)) {
      literal += next;
      reader.at += 1;
    } else if (depth > 0 && ',，}'.includes(character)) break;
    else if (character === '}') return null;
    else if (character === '{') {
      const options = readOptions(reader, depth + 1);
      if (options === null) return null;
      const count = options.reduce((sum, option) => sum + option.count, 0);
      parts.push(literal, { options, count });
      literal = '';
      prompts *= count;
    } else literal += character;
  }
  return { parts: [...parts, literal], count: prompts };
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

/** The prompt at this index, found by arithmetic: no others are made. */
function nth({ parts }: Piece, index: number): string {
  let text = '';
  let left = index;
  for (const part of parts.toReversed()) {
    if (typeof part === 'string') text = part + text;
    else {
      text = nthOption(part.options, left % part.count) + text;
      left = Math.floor(left / part.count);
    }
  }
  return text;
}

function nthOption(options: readonly Piece[], index: number): string {
  let left = index;
  for (const option of options) {
    if (left < option.count) return nth(option, left).trim();
    left -= option.count;
  }
  return '';
}
