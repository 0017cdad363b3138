import { detectKeyvStorage } from 'keyv';
import type { RowWriter } from './types.ts';

type Own = {
  /** `expires` is in Unix ms; undefined never ends. */
  set(key: string, text: string, expires: number | undefined): Promise<void>;
  /** Whether there was a row. */
  delete(key: string): Promise<boolean>;
  close(): Promise<void>;
};

/** A writer for Keyv, made of what a server can do. It emits nothing, so that a failure rejects and ends no process. */
export function rowWriter({ set, delete: remove, close }: Own): RowWriter {
  const methods = {
    async set(key: string, value: unknown, expires?: number) {
      if (typeof value !== 'string') throw new TypeError('a row holds a text');
      await set(key, value, expires);
      return true;
    },
    delete: remove,
    disconnect: close,
  };
  return { ...methods, capabilities: { ...detectKeyvStorage(methods), expires: true } };
}

/** Counts who uses a connection: it is closed when the last of them leaves. */
export function createUsers(close: () => Promise<void>) {
  let users = 0;
  return {
    /** The returned function leaves again. */
    join(): () => Promise<void> {
      let isHere = true;
      users += 1;
      return async () => {
        if (!isHere) return;
        isHere = false;
        users -= 1;
        if (users === 0) await close();
      };
    },
  };
}
