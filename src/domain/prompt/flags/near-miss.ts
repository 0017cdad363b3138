import { kindOf, spellings } from '../../midjourney.ts';
import { tidied } from './value.ts';

/** What the writer of an unknown flag seems to have meant, as it should be written; null when it resembles no flag we know. */
export type NearMiss = (name: string) => string | null;

/** The longest name that may resemble a flag: a known one of 11 letters with a number of 10 digits glued to it, and some. */
const NAME_MAX = 30;
/** How many names are searched for: whoever writes more unknown flags has not misspelt them. */
const SEARCHES_MAX = 100;

/** Searches once for each name, for prompts that are read many times over. */
export function createNearMiss(): NearMiss {
  const found = new Map<string, string | null>();
  return (name) => {
    if (name.length > NAME_MAX) return null;
    const known = found.get(name);
    if (known !== undefined || found.size >= SEARCHES_MAX) return known ?? null;
    const meant = nearMiss(name.toLowerCase());
    found.set(name, meant);
    return meant;
  };
}

/** A short flag is never guessed at: it may be one that Midjourney has since added. */
function nearMiss(written: string): string | null {
  return glued(written) ?? misspelt(written);
}

/** `ar16:9`, `v=7`: a known flag that lacks the space before its value. */
function glued(written: string): string | null {
  for (const spelling of spellings) {
    if (!written.startsWith(spelling)) continue;
    const kind = kindOf(spelling);
    if (!kind || !['ratio', 'number', 'version', 'optionalVersion'].includes(kind.accepts.kind)) continue;
    const value = tidied(written.slice(spelling.length).replace(/^[=:]/, ''), kind);
    if (value) return `--${spelling} ${value}`;
  }
  return null;
}

function misspelt(written: string): string | null {
  if (written.length < 3 || written.length > 20) return null;
  let best: { readonly spelling: string; readonly steps: number } | null = null;
  for (const spelling of spellings) {
    if (spelling.length < 3) continue;
    const allowed = Math.min(spelling.length, written.length) >= 5 ? 2 : 1;
    const steps = spelling.length > 4 && spelling.startsWith(written) ? 1 : distance(written, spelling, allowed);
    if (steps <= allowed && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) best = { spelling, steps };
  }
  return best && `--${best.spelling}`;
}

/**
 * How many letters to add, drop, replace or swap with their neighbour (optimal string alignment distance). Infinity when it
 * is more than `most`: then most of it is not computed.
 */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY;
  let [beforeLast, last] = [[Number.POSITIVE_INFINITY], Array.from({ length: other.length + 1 }, (_, j) => j)];
  const at = (row: readonly number[], j: number) => row[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const steps = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      row[j] = swapped ? Math.min(steps, at(beforeLast, j - 2) + 1) : steps;
    }
    if (Math.min(...row) > most && Math.min(...last) > most) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, row];
  }
  return at(last, other.length);
}
