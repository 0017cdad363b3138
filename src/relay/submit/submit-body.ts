import type { Reason } from '../../domain/failures/reason.ts';
import type { Mask, Submission } from '../../domain/job/request.ts';
import type { MaskTrouble } from '../../domain/pictures/media.ts';
import type { MediaTrouble } from '../../domain/ports.ts';

/** Fetches a picture as a data URL; the file is part of what is POSTed, its address is not. */
export type ReadPicture = (url: string, signal: AbortSignal) => Promise<string | MediaTrouble>;
/** Draws a mask as a PNG data URL of its picture's exact size, white where it is to be painted anew. */
export type DrawMask = (mask: Mask, signal: AbortSignal) => Promise<string | MaskTrouble>;

/** What goes over the wire, or why a picture of it could not be had. */
export type SubmitBody = { readonly body: Readonly<Record<string, unknown>> } | { readonly reason: Reason };

/** How the pictures of one submission are got. */
type Pictures = {
  readonly read: (url: string) => Promise<string | MediaTrouble>;
  readonly draw: (mask: Mask) => Promise<string | MaskTrouble>;
};

/** Where a submission is POSTed, below `/mj`. */
export function submitPath({ kind }: Submission): string {
  return kind === 'edit' ? '/submit/edits' : `/submit/${kind}`;
}

/**
 * An action has the five fields of the relays' own documentation, always; `notifyHook` is empty when there is none. A sixth,
 * which some relays know, asks for the remix window and is sent only then.
 */
export async function submitBody(
  submission: Submission,
  echo: { readonly notifyHook: string; readonly state: string },
  pictures: Pictures,
): Promise<SubmitBody> {
  const fields = await fieldsOf(submission, pictures);
  const values = Object.values(fields).flat();
  const trouble = values.find((value) => value instanceof Missing);
  return trouble instanceof Missing ? { reason: because(trouble.why) } : { body: { ...fields, ...echo } };
}

/** A picture that could not be had, in the place where it belongs. */
class Missing {
  readonly why: MaskTrouble;

  constructor(why: MaskTrouble) {
    this.why = why;
  }
}

async function fieldsOf(submission: Submission, { read, draw }: Pictures): Promise<Readonly<Record<string, unknown>>> {
  const picture = async (url: string) => dataOrMissing(await read(url));
  switch (submission.kind) {
    case 'action': {
      const { chooseSameChannel, customId, taskId, remix } = submission;
      return { chooseSameChannel, customId, taskId, ...(remix && { enableRemix: true }) };
    }
    case 'imagine': {
      const { prompt, images, bot } = submission;
      return { prompt, base64Array: await Promise.all(images.map(picture)), botType: bot };
    }
    case 'blend': {
      const { images, dimensions, bot } = submission;
      return { base64Array: await Promise.all(images.map(picture)), dimensions, botType: bot };
    }
    case 'describe':
      return { base64: await picture(submission.image), botType: submission.bot };
    case 'shorten':
      return { prompt: submission.prompt, botType: submission.bot };
    case 'edit':
      return { prompt: submission.prompt, image: await picture(submission.image) };
    case 'video': {
      const { prompt, image, endImage, motion, loop, extend } = submission;
      return {
        prompt,
        motion,
        ...(loop && { loop }),
        ...(image !== null && { image: await picture(image) }),
        ...(endImage !== null && { endImage: await picture(endImage) }),
        ...(extend && { action: 'extend', taskId: extend.taskId, index: extend.index }),
      };
    }
    case 'modal': {
      const { prompt, mask } = submission.text;
      return {
        taskId: submission.taskId,
        prompt,
        ...(mask && { maskBase64: dataOrMissing(await draw(mask)) }),
      };
    }
  }
}

/** Told by the prefix: a data URL never reads like a trouble. */
function dataOrMissing(read: string | MaskTrouble): string | Missing {
  return isTrouble(read) ? new Missing(read) : read;
}

function isTrouble(read: string): read is MaskTrouble {
  return !read.startsWith('data:');
}

function because(trouble: MaskTrouble): Reason {
  return { kind: trouble === 'tooLarge' ? 'pictureTooLarge' : 'pictureUnreadable' };
}
