import { taskNumber } from '../../domain/job/echo.ts';
import type { RecentlyListed } from '../../domain/ports/relay.ts';
import { readRecord } from '../http/json.ts';
import { parseJson } from '../http/parse-json.ts';
import { idsIn, readState } from './task-schema.ts';

/** The most of a listing that is read, and the longest entry, in bytes. The original midjourney-proxy lists every task it has. */
const LISTING_MAX = 64 * 1024 * 1024;
const ENTRY_MAX = 1024 * 1024;
/** How deep in a body its list may stand: by itself, or in an object or two. */
const DEPTH_MAX = 3;

const [SPACE, QUOTE, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE, TAG] = [32, 34, 91, 92, 93, 123, 125, 60];

/**
 * Searches a listing of tasks for some states while it comes in, so that it may be of any length: nothing is kept of it but
 * the entry at hand. Entries that cannot be read are passed over.
 */
export function createStateSearch(states: readonly string[]) {
  const wanted = new Set(states);
  const found = new Map<string, RecentlyListed>();
  let first = 0;
  let size = 0;
  let depth = 0;
  let listDepth = 0;
  let isText = false;
  let isEscaped = false;
  /** What has come of the entry at hand; null between two entries. */
  let pieces: Buffer[] | null = null;
  let length = 0;

  function end(piece: Buffer): void {
    const entry = keep(piece);
    pieces = null;
    if (length > ENTRY_MAX) return;
    const text = Buffer.concat(entry).toString();
    // Parsing every entry would take ten times as long.
    const isOurs = [...text.matchAll(/"state"\s*:\s*"([^"\\]{1,300})"/gi)].some(([, state = '']) => nameOf(state));
    const record = isOurs ? readRecord(parseJson(text)) : null;
    const [id] = idsIn(record);
    const state = readState(record);
    if (id !== undefined && nameOf(state)) found.set(id, { id, state });
  }

  /** Which of the wanted states this is, perhaps with the number of one of several tasks behind it. */
  function nameOf(state: string): string | null {
    const [own = ''] = state.split('::', 1);
    const name = wanted.has(state) ? state : own;
    return wanted.has(name) && taskNumber({ state: name }, state) !== null ? name : null;
  }

  function keep(piece: Buffer): Buffer[] {
    length += piece.length;
    if (length <= ENTRY_MAX) pieces?.push(piece);
    return pieces ?? [];
  }

  function scan(chunk: Buffer): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? SPACE;
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isText = false;
      } else if (byte === QUOTE) isText = true;
      else if (byte === OPEN || byte === OPEN_LIST) {
        if (byte === OPEN && depth === listDepth && listDepth > 0) {
          pieces = [];
          length = 0;
          start = at;
        }
        depth += 1;
        if (byte === OPEN_LIST && listDepth === 0 && depth <= DEPTH_MAX) listDepth = depth;
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth -= 1;
        if (pieces && depth === listDepth) end(chunk.subarray(start, at + 1));
      }
    }
    if (pieces) keep(chunk.subarray(start));
  }

  return {
    /** Takes the next piece of the listing: whether enough of it was read. */
    take(chunk: Buffer): boolean {
      size += chunk.length;
      if (first === 0) first = chunk.find((byte) => byte > SPACE) ?? 0;
      if (first === TAG) return true;
      scan(chunk);
      const exact = new Set([...found.values()].map(({ state }) => state));
      return size > LISTING_MAX || states.every((state) => exact.has(state));
    },
    /** Whether it is a web page instead, as of a proxy whose relay is restarting. */
    isPage: () => first === TAG,
    isList: () => listDepth > 0,
    /** The tasks that have one of the states, or one with a number behind it, in the relay's order. */
    found: (): readonly RecentlyListed[] => [...found.values()],
  };
}
