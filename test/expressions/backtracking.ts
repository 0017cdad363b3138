/**
 * A regular expression that is matched as engines do, by trying and going back, and that counts each character it tries. V8
 * does the same but does not tell how often. Bounded repetitions are cut to a few, because a bound is no growth; nothing
 * depends on the exact match.
 */
export type Counted = {
  /** How many characters are tried in a search through the whole text, from match to match; `limit` when it is more. */
  steps(text: string, limit: number): number;
  /** A text that matches, or nearly so. `random` is from 0 to 1. */
  sample(random: () => number): string;
  /** A text that one of the unbounded repetitions goes over, once; empty when there is none. */
  sampleRepeated(random: () => number): string;
};

/** The most repetitions of a bounded quantifier. */
const REPEATS_MAX = 8;

/** What stands for a class of characters in samples, beside the characters of the expression itself. */
const ALPHABET = [...' \t\n\r\u2028\0aAz019_-.,:;/\\"\'`<>()[]{}*~#@|+=!?&%$^—–“”é狐词👩\u200d\ufe0f\u20e3\u0301'];

type Then = (at: number) => boolean;
type Part = {
  /** Calls `then` with the end of each way to match from `at`, until it answers with true. */
  readonly match: (at: number, then: Then) => boolean;
  readonly sample: (random: () => number) => string;
  /** The longest match, in characters. */
  readonly longest: number;
};

class TooManySteps extends Error {}

export function counted({ source, flags }: RegExp): Counted {
  let [text, steps, most] = [[''], 0, 0];
  let captures: (readonly [number, number])[] = [];
  const { part, repeated } = parse(source, flags, {
    character(at) {
      steps += 1;
      if (steps > most) throw new TooManySteps();
      return text[at];
    },
    capture(index, from, to) {
      captures = captures.with(index, [from, to]);
    },
    captured: (index) => text.slice(...(captures[index] ?? [0, 0])),
  });
  return {
    steps(given, limit) {
      [text, steps, most] = [[...given], 0, limit];
      try {
        for (let at = 0; at <= text.length; ) {
          captures = Array.from({ length: 20 }, () => [0, 0] as const);
          let end = -1;
          part.match(at, (found) => {
            end = found;
            return true;
          });
          at = end > at ? end : at + 1;
        }
      } catch (error) {
        if (!(error instanceof TooManySteps)) throw error;
      }
      return steps;
    },
    sample: part.sample,
    sampleRepeated: (random) => repeated[Math.floor(random() * repeated.length)]?.sample(random) ?? '',
  };
}

/** How the parts look at the text. */
type Text = {
  readonly character: (at: number) => string | undefined;
  readonly capture: (index: number, from: number, to: number) => void;
  readonly captured: (index: number) => readonly string[];
};

/** The whole expression, and those of its parts that are repeated without a bound. */
function parse(source: string, flags: string, text: Text): { readonly part: Part; readonly repeated: readonly Part[] } {
  let [at, groups] = [0, 0];
  const unbounded: Part[] = [];

  function take(pattern: RegExp): string {
    const sticky = new RegExp(pattern, 'suy');
    sticky.lastIndex = at;
    const [found = ''] = sticky.exec(source) ?? [];
    at += found.length;
    return found;
  }

  function alternatives(): Part {
    const options = [sequence()];
    while (take(/\|/)) options.push(sequence());
    return {
      match: (from, then) => options.some((option) => option.match(from, then)),
      sample: (random) => options[Math.floor(random() * options.length)]?.sample(random) ?? '',
      longest: Math.max(...options.map(({ longest }) => longest)),
    };
  }

  function sequence(): Part {
    const parts: Part[] = [];
    while (at < source.length && !/[|)]/.test(source.charAt(at))) parts.push(repeated());
    const matchFrom = (index: number, from: number, then: Then): boolean => {
      const part = parts[index];
      return part ? part.match(from, (end) => matchFrom(index + 1, end, then)) : then(from);
    };
    return {
      match: (from, then) => matchFrom(0, from, then),
      sample: (random) => parts.map((part) => part.sample(random)).join(''),
      longest: parts.reduce((sum, { longest }) => sum + longest, 0),
    };
  }

  function repeated(): Part {
    const part = single();
    const quantifier = take(/[*+?]\??|\{\d+(?:,\d*)?\}\??/);
    if (quantifier === '') return part;
    const { least, most } = countsOf(quantifier);
    const isLazy = quantifier.length > 1 && quantifier.endsWith('?');
    if (most === Number.POSITIVE_INFINITY) unbounded.push(part);
    const more = (done: number, from: number, then: Then): boolean =>
      done < most && part.match(from, (end) => (end > from || done < least) && go(done + 1, end, then));
    const go = (done: number, from: number, then: Then): boolean => {
      if (done < least) return more(done, from, then);
      return isLazy ? then(from) || more(done, from, then) : more(done, from, then) || then(from);
    };
    return {
      match: (from, then) => go(0, from, then),
      sample: (random) =>
        Array.from({ length: Math.min(most, least + Math.floor(random() * 3)) }, () => part.sample(random)).join(''),
      longest: part.longest * most || 0,
    };
  }

  function single(): Part {
    if (take(/\(/)) return group();
    if (take(/\^/)) return edge((before) => before === undefined || (flags.includes('m') && isLineEnd(before)));
    if (take(/\$/)) return edge((_, after) => after === undefined || (flags.includes('m') && isLineEnd(after)));
    if (take(/\\b/)) return edge((before, after) => isWord(before) !== isWord(after));
    const reference = take(/\\[1-9]/);
    if (reference) return backreference(Number(reference.slice(1)));
    return characters(classAt() || take(/\\(?:p|P)\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\.|./i));
  }

  /** A class with its brackets, which may hold others under the flag v. */
  function classAt(): string {
    const start = at;
    for (let depth = 0; at === start || depth > 0; ) {
      const token = take(/\\.|\[|\]|./);
      if (token === '[' && (depth === 0 || flags.includes('v'))) depth += 1;
      if (token === ']') depth -= 1;
      if (depth === 0 && token !== ']') {
        at = start;
        return '';
      }
    }
    return source.slice(start, at);
  }

  function group(): Part {
    const kind = take(/\?(?:[:=!]|<[=!]|<\w+>)/);
    const isCapture = kind === '' || /\w/.test(kind);
    if (isCapture) groups += 1;
    const index = groups;
    const inner = alternatives();
    take(/\)/);
    if (/[=!]/.test(kind)) return around(inner, kind.includes('<'), kind.endsWith('!'));
    if (!isCapture) return inner;
    return {
      ...inner,
      match: (from, then) =>
        inner.match(from, (end) => {
          text.capture(index, from, end);
          return then(end);
        }),
    };
  }

  function around(inner: Part, behind: boolean, negated: boolean): Part {
    const { longest } = inner;
    if (behind && longest === Number.POSITIVE_INFINITY) throw new Error('it looks behind without a bound');
    const startsOf = (from: number) =>
      behind ? Array.from({ length: longest + 1 }, (_, back) => from - back) : [from];
    const isFound = (from: number) =>
      startsOf(from).some((start) => start >= 0 && inner.match(start, (end) => !behind || end === from));
    return { match: (from, then) => isFound(from) !== negated && then(from), sample: () => '', longest: 0 };
  }

  function backreference(index: number): Part {
    return {
      match(from, then) {
        const wanted = text.captured(index);
        return wanted.every((one, n) => text.character(from + n) === one) && then(from + wanted.length);
      },
      sample: () => '',
      longest: Number.POSITIVE_INFINITY,
    };
  }

  function edge(holds: (before: string | undefined, after: string | undefined) => boolean): Part {
    const match: Part['match'] = (from, then) =>
      holds(from === 0 ? undefined : text.character(from - 1), text.character(from)) && then(from);
    return { match, sample: () => '', longest: 0 };
  }

  /** One character, of which V8 says whether it fits. */
  function characters(token: string): Part {
    const fits = new RegExp(`^(?:${token})$`, flags.replace(/[dgmy]/g, ''));
    const known = new Map<string, boolean>();
    const isFitting = (one: string) => {
      const answer = known.get(one) ?? fits.test(one);
      known.set(one, answer);
      return answer;
    };
    const examples = [...ALPHABET, ...source].filter(isFitting);
    return {
      match(from, then) {
        const one = text.character(from);
        return one !== undefined && isFitting(one) && then(from + 1);
      },
      sample: (random) => examples[Math.floor(random() * examples.length)] ?? '',
      longest: 1,
    };
  }

  return { part: alternatives(), repeated: unbounded };
}

/** How often a quantifier repeats. */
function countsOf(quantifier: string): { readonly least: number; readonly most: number } {
  const [, low = '', comma = '', high = ''] = /^\{(\d+)(,?)(\d*)/.exec(quantifier) ?? [];
  if (low === '') {
    const most = quantifier.startsWith('?') ? 1 : Number.POSITIVE_INFINITY;
    return { least: quantifier.startsWith('+') ? 1 : 0, most };
  }
  const isBounded = comma === '' || high !== '';
  return {
    least: Math.min(Number(low), REPEATS_MAX),
    most: isBounded ? Math.min(Number(high || low), REPEATS_MAX) : Number.POSITIVE_INFINITY,
  };
}

function isLineEnd(character: string): boolean {
  return /[\n\r\u2028\u2029]/.test(character);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}
