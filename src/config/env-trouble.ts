import { isGiven } from './clean.ts';
import { type Assignment, readAssignments } from './env-file.ts';
import { relayOf } from './relay-names.ts';
import { allSecretNames, type SettingsFile } from './sources.ts';

/** What is wrong with a file of settings. The sentences repeat no value. */
export type EnvTrouble = {
  /** Why nothing in it counts, or its first line does not; null when all of it was read. */
  readonly unread: string | null;
  /** What must not be guessed at. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** The names that it gives a value. */
  readonly names: readonly string[];
  /** Whether it holds a secret and other users of the computer may read it. */
  readonly isOpen: boolean;
};

/** What other users of the computer may do with a file. */
const OTHERS = 0o077;

/** Finds what Node read otherwise than its author meant, and what others may read. */
export function envTrouble({ path, bytes, code, mode }: SettingsFile, settings: readonly string[]): EnvTrouble {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes ?? undefined);
  const found = readAssignments(text);
  const unread = whyUnread(path, bytes, code) ?? (found[0]?.name.startsWith('\ufeff') ? markSentence(path) : null);
  if (unread !== null) return { unread, problems: [], notes: [], names: [], isOpen: false };

  const known = new Set(settings);
  const lines = text.split('\n');
  const takers = found.filter((one) => takesNext(one, lines, known));
  const cuts = found.filter((one) => known.has(one.name) && one.cut !== null && !takers.includes(one));
  const given = found.filter(({ value }) => isGiven(value));
  const isOpen = mode !== null && (mode & OTHERS) !== 0 && given.some(({ name }) => isSecret(name));
  return {
    unread,
    problems: takers.map((one) => takenSentence(path, one)),
    notes: cuts.map((one) => cutSentence(path, one)),
    names: given.map(({ name }) => name),
    isOpen,
  };
}

function whyUnread(path: string, bytes: Uint8Array | null, code: string | null): string | null {
  if (code === 'EACCES' || code === 'EPERM') {
    return `${path} may not be read by the user that Darkroom runs as: make it theirs with "chown", then "chmod 600 ${path}".`;
  }
  if (bytes === null) return `${path} cannot be read (${code}).`;
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0);
  return isWide ? `${path} is saved as UTF-16, of which nothing can be read: save it as UTF-8.` : null;
}

function markSentence(path: string): string {
  const mend = `sed -i '1s/^\\xEF\\xBB\\xBF//' ${path}`;
  return `${path} begins with an invisible mark, so that its first line is not read: save it as UTF-8 without BOM (in Notepad, choose “UTF-8” under Save As), or run ${mend}`;
}

/** Whether an assignment goes on over another one, which then does nothing. One of the two is a setting. */
function takesNext({ name, lines: { first, last } }: Assignment, lines: readonly string[], known: ReadonlySet<string>) {
  return lines.slice(first + 1, last + 1).some((line) => {
    const [, taken = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line) ?? [];
    return taken !== '' && (known.has(name) || known.has(taken));
  });
}

function takenSentence(path: string, { name, lines, isQuoted }: Assignment): string {
  const why = isQuoted ? 'has no quotation mark at its end' : 'has only white space after its "="';
  const what = isQuoted ? 'add it' : 'remove that';
  return `${name} in line ${lines.first + 1} of ${path} ${why}, and takes in the line after it: ${what}.`;
}

function cutSentence(path: string, { name, lines, isQuoted }: Assignment): string {
  const where = `${name} in line ${lines.first + 1} of ${path}`;
  return isQuoted
    ? `${where} goes on after its closing quotation mark, and that part is not read: remove one of the two.`
    : `${where} is read only up to the "#": put the whole value into single quotes.`;
}

function isSecret(name: string): boolean {
  return allSecretNames.includes(name) || (relayOf(name) !== null && name.endsWith('_API_KEY'));
}
