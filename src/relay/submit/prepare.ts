import type { Log, Relay } from '../../domain/ports.ts';
import { unlessAborted } from '../../lib/timeout.ts';
import type { Redact } from '../http/redact.ts';
import { type DrawMask, type ReadPicture, submitFields } from './submit-body.ts';

type Deps = {
  readonly readPicture: ReadPicture;
  readonly drawMask: DrawMask;
  readonly redact: Redact;
  readonly log: Log;
};

/**
 * Reads the pictures of submissions, those of one after another. It never throws: a picture whose reader does is one that
 * cannot be read.
 */
export function createPrepare({ readPicture, drawMask, redact, log }: Deps): Relay['prepare'] {
  return async (submission, signal) => {
    let bytes = 0;

    async function counted<T extends string>(reading: Promise<T>): Promise<T> {
      const read = await reading;
      bytes += read.length;
      return read;
    }

    try {
      // Re-encoding a picture cannot be called off, so that nobody waits for it any more must do.
      const made = await unlessAborted(signal, () =>
        submitFields(submission, {
          read: (url) => counted(readPicture(url, signal)),
          draw: (mask) => counted(drawMask(mask, signal)),
        }),
      );
      if ('fields' in made) return { kind: 'prepared', prepared: { submission, fields: made.fields, bytes } };
      // A picture that was not read to its end may be sound.
      return signal.aborted ? { kind: 'stopped' } : { kind: 'refused', reason: made.reason };
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      log.error({ error: redact(String(error)) }, 'a picture could not be read');
      return { kind: 'refused', reason: { kind: 'pictureUnreadable' } };
    }
  };
}
