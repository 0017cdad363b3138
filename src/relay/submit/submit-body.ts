import { changeOf } from '../../domain/buttons/change.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Mask, Submission } from '../../domain/job/request.ts';
import type { MaskTrouble, MediaTrouble } from '../../domain/pictures/media.ts';

/** Fetches a picture as a data URL. Relays are sent the file itself, not its address. */
export type ReadPicture = (url: string, signal: AbortSignal) => Promise<string | MediaTrouble>;
/** Draws a mask as a PNG data URL of exactly its picture's size, white where Midjourney shall paint anew. */
export type DrawMask = (mask: Mask, signal: AbortSignal) => Promise<string | MaskTrouble>;

/** What is POSTed of a submission, or why one of its pictures could not be had. */
export type SubmitFields = { readonly fields: Readonly<Record<string, unknown>> } | { readonly reason: Reason };

/** The functions that get the pictures of one submission. */
type Pictures = {
  readonly read: (url: string) => Promise<string | MediaTrouble>;
  readonly draw: (mask: Mask) => Promise<string | MaskTrouble>;
};

/** Where a submission is POSTed, below `/mj`. */
export function submitPath(submission: Submission): string {
  const { kind } = submission;
  if (kind === 'action' && changeOf(submission.customId)) return '/submit/change';
  return kind === 'edit' ? '/submit/edits' : `/submit/${kind}`;
}

/**
 * Makes the fields of a submission, without `notifyHook` and `state`, which each has: with them, an action has the five
 * fields that relays document. Its sixth, which only some relays know, asks for the remix window and is otherwise left out.
 * A change of the original midjourney-proxy has two or three fields of its own instead.
 * Pictures are read one after another, and no further ones once one of them cannot be had.
 */
export async function submitFields(submission: Submission, pictures: Pictures): Promise<SubmitFields> {
  try {
    return { fields: await fieldsOf(submission, pictures) };
  } catch (error) {
    if (error instanceof Missing) return { reason: because(error.why) };
    throw error;
  }
}

/** A picture could not be had. */
class Missing extends Error {
  readonly why: MaskTrouble;

  constructor(why: MaskTrouble) {
    super(`a picture is ${why}`);
    this.why = why;
  }
}

async function fieldsOf(submission: Submission, { read, draw }: Pictures): Promise<Readonly<Record<string, unknown>>> {
  const picture = async (url: string) => dataOf(await read(url));
  const all = (urls: readonly string[]) => Array.fromAsync(urls, picture);
  switch (submission.kind) {
    case 'action': {
      const { chooseSameChannel, customId, taskId, remix } = submission;
      const change = changeOf(customId);
      if (change) return { taskId, ...change };
      return { chooseSameChannel, customId, taskId, ...(remix && { enableRemix: true }) };
    }
    case 'imagine': {
      const { prompt, images, bot } = submission;
      return { prompt, base64Array: await all(images), botType: bot };
    }
    case 'blend': {
      const { images, dimensions, bot } = submission;
      return { base64Array: await all(images), dimensions, botType: bot };
    }
    case 'describe':
      return { base64: await picture(submission.image), botType: submission.bot };
    case 'shorten':
      return { prompt: submission.prompt, botType: submission.bot };
    case 'edit':
      return { prompt: submission.prompt, image: await picture(submission.image) };
    case 'video': {
      const { prompt, image, endImage, motion, loop, extend, clips, byLink } = submission;
      // Also where its address is sent, the picture is read first: a link that is dead would fail after it was charged.
      const frame = async (url: string) => (byLink ? picture(url).then(() => url) : picture(url));
      return {
        prompt,
        motion,
        ...(loop && { loop }),
        ...(clips !== undefined && { batchSize: clips }),
        ...(image !== null && { image: await frame(image) }),
        ...(endImage !== null && { endImage: await frame(endImage) }),
        ...(extend && { action: 'extend', taskId: extend.taskId, index: extend.index }),
      };
    }
    case 'modal': {
      const { prompt, mask } = submission.text;
      return {
        taskId: submission.taskId,
        prompt,
        ...(mask && { maskBase64: dataOf(await draw(mask)) }),
      };
    }
  }
}

/** Tells a data URL from a trouble by its prefix. Throws Missing. */
function dataOf(read: string | MaskTrouble): string {
  if (isTrouble(read)) throw new Missing(read);
  return read;
}

function isTrouble(read: string): read is MaskTrouble {
  return !read.startsWith('data:');
}

/** What members are told of a picture that could not be had. */
export function because(trouble: MaskTrouble): Reason {
  switch (trouble) {
    case 'tooLarge':
      return { kind: 'pictureTooLarge' };
    // A mask is drawn from pictures that could be had before.
    case 'empty':
    case 'otherPicture':
      return { kind: 'pictureUnreadable' };
    default:
      return { kind: 'pictureUnreadable', why: trouble === 'failing' ? 'unreachable' : trouble };
  }
}
