import type { MediaTrouble } from '../domain/ports.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Submission } from '../domain/request.ts';

/** Fetches a picture as a data URL; the file is part of what is POSTed, its address is not. */
export type ReadPicture = (url: string, signal: AbortSignal) => Promise<string | MediaTrouble>;

/** What goes over the wire, or why a picture of it could not be had. */
export type SubmitBody = { readonly body: Readonly<Record<string, unknown>> } | { readonly reason: Reason };

/** An action has exactly the five fields of the relays' own documentation, always; `notifyHook` is empty when there is none. */
export async function submitBody(
  submission: Submission,
  echo: { readonly notifyHook: string; readonly state: string },
  read: (url: string) => Promise<string | MediaTrouble>,
): Promise<SubmitBody> {
  switch (submission.kind) {
    case 'action': {
      const { chooseSameChannel, customId, taskId } = submission;
      return { body: { chooseSameChannel, customId, taskId, ...echo } };
    }
    case 'imagine': {
      const base64Array = await Promise.all(submission.images.map(read));
      const trouble = base64Array.find((picture) => !isData(picture));
      if (trouble !== undefined) return { reason: because(trouble) };
      return { body: { prompt: submission.prompt, base64Array, botType: submission.bot, ...echo } };
    }
    case 'modal': {
      const { taskId, text } = submission;
      const maskBase64 = text.maskUrl === null ? null : await read(text.maskUrl);
      if (maskBase64 === null) return { body: { taskId, prompt: text.prompt, ...echo } };
      if (!isData(maskBase64)) return { reason: because(maskBase64) };
      return { body: { taskId, prompt: text.prompt, maskBase64, ...echo } };
    }
  }
}

function isData(picture: string): boolean {
  return picture.startsWith('data:');
}

function because(trouble: string): Reason {
  return { kind: trouble === 'tooLarge' ? 'pictureTooLarge' : 'pictureUnreadable' };
}
