import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { type Counted, counted } from './expressions/backtracking.ts';

/** Texts that are tried with each expression. */
const TRIES = 200;
/** What is repeated in a text is there this often, and then twice as often. */
const REPEATS = 48;
/** Whoever tries fewer characters than this with the shorter text does not grow with its square. */
const FEW = 800;
/** Counting ends here. */
const MANY = 100_000;

/** Numbers from 0 to 1, the same in every run. */
function createRandom(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed / 0x7fffffff;
  };
}

/** A text about which the expression tries far more than twice as many characters when it is twice as long; null if none is found. */
function slowText(expression: RegExp): string | null {
  if (!/[*+]|,\}/.test(expression.source)) return null;
  const random = createRandom();
  const one = counted(expression);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [before, again, after] = hostileText(one, expression.source, random);
    const text = (repeats: number) => before + again.repeat(repeats) + after;
    const steps = one.steps(text(REPEATS), MANY);
    const isSlow = steps >= MANY || (steps > FEW && one.steps(text(2 * REPEATS), MANY) > 3 * steps);
    if (isSlow) return JSON.stringify([before, again, after]);
  }
  return null;
}

/** A beginning that matches, a part of a match to be repeated, and an end that does not fit. */
function hostileText(one: Counted, source: string, random: () => number): readonly [string, string, string] {
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const cut = (text: string, most: number) => {
    const characters = [...text];
    const from = upTo(characters.length - 1);
    return characters.slice(from, from + 1 + upTo(most - 1)).join('');
  };
  const before = random() < 0.3 ? '' : [...one.sample(random)].slice(0, upTo(12)).join('');
  const again = random() < 0.5 ? one.sampleRepeated(random) : cut(one.sample(random) + one.sample(random), 4);
  const after = random() < 0.5 ? '\0\n' : cut(source + one.sample(random), 2);
  return [before, again, after];
}

/** The literals of a source. */
function expressionsIn(path: string): readonly RegExp[] {
  const found: RegExp[] = [];
  const search = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('value' in node && node.value instanceof RegExp) found.push(node.value);
    else Object.values(node).forEach(search);
  };
  search(parseSync(path, readFileSync(path, 'utf8')).program);
  return found;
}

/** The expressions that modules put together from texts when they are loaded. */
async function expressionsMadeBy(load: () => Promise<unknown>): Promise<readonly RegExp[]> {
  const made: RegExp[] = [];
  const { RegExp: Original } = globalThis;
  globalThis.RegExp = new Proxy(Original, {
    construct(_, [source, flags]) {
      const expression = new Original(source, flags);
      made.push(expression);
      return expression;
    },
  });
  try {
    await load();
  } finally {
    globalThis.RegExp = Original;
  }
  return made;
}

const files = ['src', 'commands'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`),
);

describe('a regular expression goes over a text once, not once from each of its characters', () => {
  it('in every file', () => {
    const slow = files.flatMap((path) =>
      expressionsIn(path).flatMap((expression) => {
        const text = slowText(expression);
        return text === null ? [] : [`${path}: ${expression} about ${text}`];
      }),
    );
    expect(slow).toEqual([]);
  });

  it('also where it is put together', async () => {
    const made = await expressionsMadeBy(async () => {
      await import('../src/discord/render/escape.ts');
      await import('../src/relay/submit/doubt.ts');
    });
    expect(made.length).toBeGreaterThan(3);
    expect(made.map((expression) => slowText(expression))).toEqual(made.map(() => null));
  });

  it.each([
    /\/+$/,
    /_+([a-z0-9])/gi,
    /(\d+)(?:\.\d+)?\s*%/,
    /\n\s*#{1,3}\s/,
    /^(?:[^\S\n]|[>*_-])*([1-9])/gm,
    /(?:word|prompt)s?\s*[:：]?\s*"/i,
    /^(?:random|\d{1,12}(?:::-?\d*\.?\d+)?|[a-z]\w*)$/i,
    /<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi,
    /^\s*(#{1,3})\s+(.*)$/,
    /^niji\b\s*(.*)$/i,
    /^(a|a)*$/,
  ])('which cannot be said of %s', (expression) => {
    expect(slowText(expression)).not.toBeNull();
  });

  it.each([/^\s+/, /(?<!_)_+([a-z0-9])/gi, /(a{1,500})b/, /^(\d+)x(\d+)$/])('which can be said of %s', (expression) => {
    expect(slowText(expression)).toBeNull();
  });
});
