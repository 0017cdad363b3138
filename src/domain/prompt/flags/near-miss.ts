import { kindOf, spellings } from './table.ts';
import { isAccepted } from './value.ts';

/**
 * What the writer of an unknown flag seems to have meant, as it should be written; null when it resembles no flag we know.
 * A short one is never guessed at: it may be one that Midjourney has since added.
 */
export function nearMiss(name: string): string | null {
  const written = name.toLowerCase();
  return glued(written) ?? misspelt(written);
}

/** `ar16:9`, `v=7`: a known flag that lacks the space before its value. */
function glued(written: string): string | null {
  for (const spelling of spellings) {
    if (!written.startsWith(spelling)) continue;
    const value = written.slice(spelling.length).replace(/^[=:]/, '');
    const accepts = kindOf(spelling)?.accepts;
    const countable = accepts && ['ratio', 'number', 'version', 'optionalVersion'].includes(accepts.kind);
    if (countable && value !== '' && isAccepted(value, accepts)) return `--${spelling} ${value}`;
  }
  return null;
}

function misspelt(written: string): string | null {
  if (written.length < 3 || written.length > 20) return null;
  let best: { readonly spelling: string; readonly steps: number } | null = null;
  for (const spelling of spellings) {
    if (spelling.length < 3) continue;
    const allowed = Math.min(spelling.length, written.length) >= 5 ? 2 : 1;
    const steps = spelling.length > 4 && spelling.startsWith(written) ? 1 : distance(written, spelling);
    if (steps <= allowed && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) best = { spelling, steps };
  }
  return best && `--${best.spelling}`;
}

/** How many letters to add, drop, replace or swap with their neighbour (optimal string alignment distance). */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      if (swapped) row[j] = Math.min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return at(one.length, other.length);
}
