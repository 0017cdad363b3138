import { linksOf, type Submission } from '../../domain/job/request.ts';
import type { MediaTrouble } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Relay } from '../../domain/ports/relay.ts';
import { unlessAborted } from '../../lib/timeout.ts';
import type { Redact } from '../http/redact.ts';
import { because, type DrawMask, type ReadPicture, submitFields } from './submit-body.ts';

/** Looks whether there is a picture at an address; null when there is, or when nobody but Midjourney can tell. */
export type CheckLink = (url: string, signal: AbortSignal) => Promise<MediaTrouble | null>;

type Deps = {
  readonly readPicture: ReadPicture;
  readonly checkLink: CheckLink;
  readonly drawMask: DrawMask;
  readonly redact: Redact;
  readonly log: Log;
};

/**
 * Reads the pictures of submissions, those of one after another. It never throws: a picture whose reader does is one that
 * cannot be read.
 */
export function createPrepare({ readPicture, checkLink, drawMask, redact, log }: Deps): Relay['prepare'] {
  /** Why one of the links in a submission's text would fail at Midjourney, which charges for that; null when none is known to. */
  async function deadLink(submission: Submission, signal: AbortSignal): Promise<MediaTrouble | null> {
    const troubles = await Promise.all(linksOf(submission).map((url) => checkLink(url, signal)));
    return troubles.find((trouble) => trouble !== null) ?? null;
  }

  return async (submission, signal) => {
    let bytes = 0;

    async function counted<T extends string>(reading: Promise<T>): Promise<T> {
      const read = await reading;
      bytes += read.length;
      return read;
    }

    try {
      const dead = await deadLink(submission, signal);
      if (dead) return signal.aborted ? { kind: 'stopped' } : { kind: 'refused', reason: because(dead) };
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
