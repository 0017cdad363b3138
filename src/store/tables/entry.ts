/** A stored record and its key. `expires` is in Unix ms; null when the record never expires or the table decides. */
export type Entry = { readonly key: string; readonly expires: number | null; readonly stored: unknown };

/** What became of an entry of another store: `kept` means that what is here was kept instead. */
export type Restored = 'written' | 'expired' | 'kept';

/**
 * The record to keep of an entry's and the one that is there; null to leave everything as it is. `there` is undefined when
 * there is none, or only one that cannot be read. It must not use the table under the same key.
 */
export type Choose<T> = (there: T | undefined, entry: T, isDamaged: boolean) => T | null | Promise<T | null>;
