import { readAssignments } from '../config/env-file.ts';
import { SetupError } from '../domain/failures/errors.ts';

/** What every program that reads a `.env` leaves as it is. */
const PLAIN = /^[A-Za-z0-9_.:/@,+=-]+$/;

/** Whether a value can stand in a `.env` at all: there is no way to write an apostrophe or a control character that all understand. */
export function isWritable(value: string): boolean {
  return value !== '' && !/['\p{Cc}]/u.test(value);
}

/**
 * Puts settings into the text of a `.env`: in the place of the line that sets them, or of the comment that waits for them, else at
 * the end. Everything else stays as it is. Node, `docker run --env-file` and Compose then read the same. Throws a SetupError with
 * one sentence when what stands there already would take them in.
 */
export function withSettings(text: string, settings: ReadonlyMap<string, string>): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  let lines = text === '' ? [] : text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  for (const [name, value] of settings) {
    if (!isWritable(value))
      throw new SetupError(`${name} has a character that cannot stand in a .env.`, { needsPerson: true });
    const line = `${name}=${PLAIN.test(value) ? value : `'${value}'`}`;
    const set = readAssignments(lines.join('\n')).findLast((one) => one.name === name)?.lines;
    const waiting = lines.findIndex((one) => new RegExp(`^#\\s?${name}=\\s*$`).test(one));
    const { first, last } =
      set ?? (waiting < 0 ? { first: lines.length, last: lines.length } : { first: waiting, last: waiting });
    lines = [...lines.slice(0, first), line, ...lines.slice(last + 1)];
  }
  const written = `${lines.join(lineEnd)}${lineEnd}`;
  for (const [name, value] of settings) {
    if (readAssignments(written).findLast((one) => one.name === name)?.value !== value) {
      throw new SetupError(
        `${name} would not be read where it would be written: a line above it has a quotation mark at one end only.`,
        { needsPerson: true },
      );
    }
  }
  return written;
}
