import type { Reason } from '../../domain/failures/reason.ts';
import type { Mask, Submission } from '../../domain/job/request.ts';
import type { MaskTrouble } from '../../domain/pictures/media.ts';
import type { MediaTrouble } from '../../domain/ports.ts';

/** Fetches a picture as a data URL. Relays are sent the file itself, not its address. */
export type ReadPicture = (url: string, signal: AbortSignal) => Promise<string | MediaTrouble>;
/** Draws a mask as a PNG data URL of exactly its picture's size, white where Midjourney shall paint anew. */
export type DrawMask = (mask: Mask, signal: AbortSignal) => Promise<string | MaskTrouble>;

/** The JSON that is POSTed, or why one of its pictures could not be had. */
export type SubmitBody = { readonly body: Readonly<Record<string, unknown>> } | { readonly reason: Reason };

/** The functions that get the pictures of one submission. */
type Pictures = {
  readonly read: (url: string) => Promise<string | MediaTrouble>;
  readonly draw: (mask: Mask) => Promise<string | MaskTrouble>;
};

/** Where a submission is POSTed, below `/mj`. */
export function submitPath({ kind }: Submission): string {
  return kind === 'edit' ? '/submit/edits' : `/submit/${kind}`;
}

/**
 * Makes the JSON for a submission. An action always has the five fields that relays document; `notifyHook` is empty
 * when there is none. Its sixth field, which only some relays know, asks for the remix window and is otherwise left
 * out.
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

/** Stands in a field whose picture could not be had. */
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

/** Tells a data URL from a trouble by its prefix. */
function dataOrMissing(read: string | MaskTrouble): string | Missing {
  return isTrouble(read) ? new Missing(read) : read;
}

function isTrouble(read: string): read is MaskTrouble {
  return !read.startsWith('data:');
}

function because(trouble: MaskTrouble): Reason {
  return { kind: trouble === 'tooLarge' ? 'pictureTooLarge' : 'pictureUnreadable' };
}
