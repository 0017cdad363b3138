import { editDistance } from '../../edit-distance.ts';
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
    const steps = spelling.length > 4 && spelling.startsWith(written) ? 1 : editDistance(written, spelling, allowed);
    if (steps <= allowed && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) best = { spelling, steps };
  }
  return best && `--${best.spelling}`;
}
