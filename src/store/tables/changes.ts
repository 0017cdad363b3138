import type { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Mutex } from '../../lib/mutex.ts';
import type { Found } from '../backends/types.ts';
import type { Lifetime } from './lifetime.ts';
import type { Records, WantedRecord } from './records.ts';
import { type Rows, wantedOf } from './rows.ts';
import { encodeKey } from './serialization.ts';

/** What a record is to become: see `change`. */
type Make<T> = (record: T | undefined) => T | null | undefined;

/** How a record is changed. */
type ChangeOptions<T> = {
  /** How long the record is kept from now on, in ms; the table's own time when it is left out or says undefined. */
  readonly ttlOf?: (record: T) => number | undefined;
  /**
   * Told of a record that cannot be read, which is then replaced as if there were none. Without it, and when a newer
   * Darkroom wrote the record, the change rejects with DamagedRecord.
   */
  readonly onDamaged?: (error: DamagedRecord) => void;
  /** There is most probably no such record yet: it is not looked for first. */
  readonly isNew?: boolean;
};

/**
 * The ways to change a record that may be there, each of which several processes can go at the same moment. They reject as the other
 * methods of a table do.
 */
export type Changes<T> = {
  /**
   * Makes a record last the table's whole time again. False when it is missing, or when hardly any of its time has
   * passed.
   */
  renew(key: string): Promise<boolean>;
  /**
   * Changes a record and answers with what holds afterwards. `make` is given the record as it is, undefined when there is
   * none, and answers with the one to keep: the same when nothing changes, null when there is to be none. It is called
   * again, and must then decide anew, when another writer was faster. So changes that several processes make at the same
   * moment all count.
   */
  change(key: string, make: Make<T>, options?: ChangeOptions<T>): Promise<T | undefined>;
  /**
   * Changes a record that is there without making it last any longer. As for `change`: the same when nothing changes, null when there
   * is to be none, called again when another writer was faster. Does nothing where there is none.
   */
  rewrite(key: string, make: (record: T) => T | null): Promise<void>;
  /**
   * Compare-and-set: makes the record `from` into `to`, or removes it when `to` is null. True when that holds afterwards, also
   * when it held before, as after an answer that got lost. False when there is another record, which stays. `isSame` tells
   * whether two records are the same, whoever wrote them. A record that cannot be read is taken for `from`.
   */
  replace(key: string, from: T, to: T | null, isSame: (one: T, other: T) => boolean): Promise<boolean>;
};

type Parts<T> = {
  readonly rows: Rows;
  readonly records: Records<T>;
  readonly lifetime: Lifetime;
  readonly mutex: Mutex;
  readonly onDamaged: ((record: DamagedRecord) => void) | undefined;
};

export function createChanges<T>({
  rows,
  records,
  lifetime: { endAfter, isDue },
  mutex,
  onDamaged: tell,
}: Parts<T>): Changes<T> {
  /** As `swap` of rows, beginning with what was last seen of the row. `unseen`: what is known of one that never was. */
  async function swap(
    key: string,
    decide: (row: Found | undefined) => WantedRecord<T> | null | undefined,
    unseen?: null,
  ): Promise<void> {
    let wanted: WantedRecord<T> | null | undefined;
    const seen = records.lastSeen(key);
    await rows.swap(
      key,
      (row) => {
        wanted = decide(row);
        return wanted;
      },
      seen === undefined ? unseen : seen,
    );
    if (wanted) records.saw(key, wanted);
    else if (wanted === null) records.missed(key);
  }

  return {
    async renew(given) {
      const key = encodeKey(given);
      const end = endAfter();
      if (end === undefined) return false;
      return mutex(key, async () => {
        let isRenewed = false;
        await rows.swap(key, (row) => {
          const stored = row && isDue(row.expires, end) ? records.storedIn(row.value) : undefined;
          isRenewed = stored !== undefined;
          return isRenewed ? wantedOf(stored, end) : undefined;
        });
        return isRenewed;
      });
    },
    async change(given, make, { ttlOf, onDamaged, isNew } = {}) {
      const key = encodeKey(given);
      return mutex(key, async () => {
        let after: T | undefined;
        const decide = (row: Found | undefined) => {
          const before = row && records.changeable(key, row, onDamaged);
          const made = make(before);
          after = made ?? undefined;
          if (made === before || (!row && !after)) return undefined;
          return after === undefined ? null : records.wanted(after, endAfter(ttlOf?.(after)));
        };
        await swap(key, decide, isNew ? null : undefined);
        return after;
      });
    },
    async rewrite(given, make) {
      const key = encodeKey(given);
      await mutex(key, () =>
        swap(key, (row) => {
          const before = row && records.changeable(key, row);
          if (!row || before === undefined) return undefined;
          const after = make(before);
          if (after === before) return undefined;
          return after && records.wanted(after, row.expires ?? undefined);
        }),
      );
    },
    async replace(given, from, to, isSame) {
      const key = encodeKey(given);
      const wanted = to === null ? null : records.wanted(to, endAfter());
      return mutex(key, async () => {
        const before = records.textOf(key, from) ?? records.wanted(from, undefined).text;
        // Nearly always the row is just as it was last written: then it need not be read.
        let isDone = await rows.replace(key, before, wanted);
        if (!isDone) {
          await rows.swap(key, (row) => {
            const there = row ? (records.changeable(key, row, (error) => tell?.(error)) ?? from) : null;
            const isFrom = there !== null && isSame(there, from);
            isDone = isFrom || (there === null || to === null ? there === to : isSame(there, to));
            return isFrom ? wanted : undefined;
          });
        }
        if (isDone && wanted) records.saw(key, wanted);
        return isDone;
      });
    },
  };
}
