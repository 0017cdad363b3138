import { DamagedRecord } from '../domain/failures/errors.ts';

/** Takes a record that cannot be read for none: it tells nothing of its job. Throws every other error. */
export function unreadable(error: unknown): undefined {
  if (!(error instanceof DamagedRecord)) throw error;
}
