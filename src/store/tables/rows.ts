import Keyv from 'keyv';
import { StoreError } from '../../domain/failures/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import { patiently } from '../backends/busy.ts';
import type { BackendTable, Found, Kind, Row } from '../backends/types.ts';
import { failure, serialization } from './serialization.ts';

/** What a row is to hold: the stored form of a record, until `expires` (Unix ms; undefined never ends). `text` is Keyv's form of both. */
export type Wanted = { readonly value: unknown; readonly expires: number | undefined; readonly text: string };

/** What a row is to become, null for nothing; undefined when it is to be left as it is. */
type Decide = (row: Found | undefined) => Wanted | null | undefined;

export function wantedOf(value: unknown, expires: number | undefined): Wanted {
  return { value, expires, text: serialization.stringify({ value, expires }) };
}

/**
 * The rows of one table of a backend, by encoded key, whatever is in them. A row that has expired is not seen. Everything rejects
 * with StoreError when the backend fails or the rows were closed.
 */
export type Rows = {
  find(key: string): Promise<Found | undefined>;
  /** Every row. It never ends early without an error. */
  all(): AsyncGenerator<Row>;
  /** The key of every row, without the rows. As `all`. */
  keys(): AsyncGenerator<string>;
  /** Writes over whatever is there. */
  write(key: string, wanted: Omit<Wanted, 'text'>): Promise<void>;
  /** Atomic. False when there is a row with this key, even a damaged one. */
  insert(key: string, wanted: Wanted): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** Compare-and-set of a row that holds just the text `from`. False when it holds anything else. */
  replace(key: string, from: string, wanted: Wanted | null): Promise<boolean>;
  /**
   * Compare-and-set: makes a row into what `decide` says of it, undefined to leave it as it is. `decide` is called again, and must
   * then decide anew, when another writer was faster. It is asked of `known` first, where the row is probably still that, or null
   * where there is probably none: then it is read only where it is not so, or is to be left as it is.
   */
  swap(key: string, decide: Decide, known?: Found | null): Promise<void>;
  /** Removes what had expired at this time (Unix ms), for good. */
  sweep(past: number): Promise<void>;
  /** May be called again. */
  close(): Promise<void>;
};

/**
 * Whether bytes that are no text may have been read as this one: no comparison finds such. They are read as U+FFFD, or end it early. Of
 * any other text that is there again, somebody else has changed it to and fro.
 */
function mayBeNoText(value: unknown): boolean {
  if (typeof value !== 'string' || value.includes('\ufffd')) return true;
  try {
    serialization.parse(value);
    return false;
  } catch {
    return true;
  }
}

export type RowsParts = {
  readonly kind: Kind;
  readonly backendTable: BackendTable;
  readonly clock: Pick<Clock, 'past'>;
};

/** Rows on a Keyv. It must have no `error` listener: Keyv would answer failures with "no record". */
export function createRows({ kind, backendTable, clock }: RowsParts): Rows {
  const keyv = new Keyv({ store: backendTable.adapter, serialization });
  let closed = false;

  async function attempt<R>(doing: string, key: string, work: () => Promise<R>): Promise<R> {
    if (closed) throw new StoreError(`The store is closed and cannot ${doing} ${kind}.`);
    try {
      // A generator that has thrown is at its end: asked again, a listing would end early without an error.
      return await (doing === 'list' ? work() : patiently(work));
    } catch (cause) {
      throw failure(cause, kind, key, doing);
    }
  }

  async function find(key: string): Promise<Found | undefined> {
    const row = await attempt('read', key, () => backendTable.find(key));
    return row && (row.expires === null || row.expires > clock.past()) ? row : undefined;
  }

  async function write(key: string, { value, expires }: Omit<Wanted, 'text'>): Promise<void> {
    // Keyv adds this to the computer's clock. It would keep a record with 0 or less for ever.
    const ttl = expires === undefined ? undefined : Math.max(1, expires - Date.now());
    const stored = await attempt('write', key, () => keyv.set(key, value, ttl));
    if (stored !== true) throw new StoreError(`The store did not write ${kind}.`);
  }

  function insert(key: string, wanted: Wanted): Promise<boolean> {
    return attempt('write', key, () => backendTable.insert(key, wanted.text, wanted.expires, clock.past()));
  }

  async function remove(key: string): Promise<void> {
    await attempt('delete from', key, () => keyv.delete(key));
  }

  function replace(key: string, from: string, wanted: Wanted | null): Promise<boolean> {
    const { text, expires } = wanted ?? { text: null, expires: undefined };
    return attempt('write', key, () => backendTable.replace(key, from, text, expires, clock.past()));
  }

  async function overwrite(key: string, wanted: Wanted | null): Promise<true> {
    await (wanted ? write(key, wanted) : remove(key));
    return true;
  }

  /** One try to make a row into what is wanted; false when it is not `row` any more. */
  async function trySwap(key: string, row: Found | undefined, wanted: Wanted | null): Promise<boolean> {
    if (!row) return wanted === null || insert(key, wanted);
    const { value } = row;
    // A row that is no text is damaged, and nobody else writes what is not.
    if (typeof value !== 'string') return overwrite(key, wanted);
    return replace(key, value, wanted);
  }

  /** As `trySwap` of a row that was not read; what is decided of one that may be there no more is no reason to throw. */
  async function tryKnown(key: string, known: Found | null, decide: Decide): Promise<boolean> {
    let wanted: Wanted | null | undefined;
    try {
      wanted = decide(known ?? undefined);
    } catch {
      return false;
    }
    const isLeft = wanted === undefined || (known === null && wanted === null);
    return !isLeft && trySwap(key, known ?? undefined, wanted ?? null);
  }

  async function* listed<T>(all: AsyncIterable<T>): AsyncGenerator<T> {
    const items = all[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await attempt('list', '', () => items.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await items.return?.();
    }
  }

  return {
    find,
    all: () => listed(backendTable.rows(clock.past())),
    keys: () => listed(backendTable.keys(clock.past())),
    write,
    insert,
    remove,
    replace,
    async swap(key, decide, known) {
      if (known !== undefined && (await tryKnown(key, known, decide))) return;
      let before: Found | undefined;
      for (;;) {
        const row = await find(key);
        const wanted = decide(row);
        if (wanted === undefined || (await trySwap(key, row, wanted))) return;
        // The same text twice, and yet it could not be compared: it is not anybody's if its bytes are none.
        if (row && row.value === before?.value && mayBeNoText(row.value)) return void (await overwrite(key, wanted));
        before = row;
      }
    },
    sweep: (past) => attempt('sweep', '', () => backendTable.sweep(past)),
    async close() {
      if (closed) return;
      const disconnected = attempt('close', '', () => keyv.disconnect());
      closed = true;
      await disconnected;
    },
  };
}
