import type { DamagedRecord } from '../../domain/failures/errors.ts';

/** What a record is to become: see `change` of Table. */
export type Make<T> = (record: T | undefined) => T | null | undefined;

/** How a record is changed. */
export type ChangeOptions<T> = {
  /** How long the record is kept from now on, in ms; the table's own time when it is left out or says undefined. */
  readonly ttlOf?: (record: T) => number | undefined;
  /**
   * Told of a record that cannot be read, which is then replaced as if there were none. Without it, and when a newer
   * Darkroom wrote the record, the change rejects with DamagedRecord.
   */
  readonly onDamaged?: (error: DamagedRecord) => void;
};
