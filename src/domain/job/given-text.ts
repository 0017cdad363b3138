import type { FilmOptions } from '../prompt/film-flags.ts';
import type { PromptChoices } from '../prompt/flags/choices.ts';
import type { Job, Place } from './job.ts';
import type { Mask, Request } from './request.ts';

/** A text that a member gave and that nothing was made of, kept so that it need not be written again. */
export type GivenText = {
  /** The id of the interaction that gave it. */
  readonly id: string;
  readonly memberId: string;
  /** As the member wrote it. */
  readonly text: string;
  /** The zoom factor as the member wrote it beside the text; null where none is asked for. */
  readonly zoom: string | null;
  readonly purpose: TextPurpose;
  /** Unix ms. */
  readonly createdAt: number;
};

/** `start`: the prompt that the window began with. */
export type GivenWindow = { readonly mask: Mask | null; readonly start: string };

/** Pictures, one or many. */
export type ImaginePurpose = {
  readonly kind: 'imagine';
  readonly choices: PromptChoices;
  /** Addresses of image prompts. */
  readonly images: readonly string[];
  /** The message that the picture or the prompt comes from. */
  readonly parent: Place | null;
  readonly private: boolean;
  /** Whether the member's settings are added: they are in the text already where it was a job's. */
  readonly withSettings: boolean;
  /** The describe or shorten that the prompt was picked from. */
  readonly sourceId: string | null;
};

/** What is to be made of a text, with all else that the gesture said. */
export type TextPurpose =
  | ImaginePurpose
  /** The request with the text as its prompt, or in the window that it opens. */
  | {
      readonly kind: 'request';
      readonly request: Request;
      /** The window that the text is written into; null where it is the request's own prompt. */
      readonly window: GivenWindow | null;
      /** What the options of a film said, which its text must not contradict; null where the text counts. */
      readonly film: FilmOptions | null;
      readonly parent: Place | null;
      /** Null: as the member's settings say. */
      readonly private: boolean | null;
    }
  /** The answer to the open window of a job. */
  | { readonly kind: 'answer'; readonly jobId: string }
  /** What the member's settings add to every prompt. */
  | { readonly kind: 'suffix' };

/** Pictures from a text and the member's settings, with nothing else but what `more` says. */
export function imagineOf(
  hidden: boolean,
  more: Partial<Omit<ImaginePurpose, 'kind' | 'private'>> = {},
): ImaginePurpose {
  return {
    kind: 'imagine',
    choices: {},
    images: [],
    parent: null,
    private: hidden,
    withSettings: true,
    sourceId: null,
    ...more,
  };
}

/** What is made of another text for a job; of one for pictures there may be several. */
export function purposeOf({ request, text, parent, private: hidden }: Job): TextPurpose {
  if (request.kind === 'imagine' && !text) {
    const { images } = request;
    return imagineOf(hidden, { images, parent, withSettings: false });
  }
  const window = text && { mask: text.mask, start: text.prompt };
  return { kind: 'request', request, window, film: null, parent, private: hidden };
}

/** The claim of whatever is made of a text as it is: however often the member says so, it is made once. */
export function textKey(id: string): string {
  return `text:${id}`;
}
