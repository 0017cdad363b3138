import { pictureLinks } from '../prompt/links.ts';

export type Bot = 'MID_JOURNEY' | 'NIJI_JOURNEY';

/**
 * What a job asks the relay. A new endpoint is one member here and its body in `src/relay/submit/submit-body.ts`.
 * Pictures are addresses.
 */
export type Request =
  | {
      readonly kind: 'imagine';
      /** Complete, flags included. */
      readonly prompt: string;
      /** Image prompts. They become base64 only when they are submitted. */
      readonly images: readonly string[];
      readonly bot: Bot;
    }
  | {
      readonly kind: 'action';
      readonly taskId: string;
      readonly customId: string;
      readonly chooseSameChannel: boolean;
      /** Whether the relay is asked to open its window, because the member has written a new prompt. Absent means no. */
      readonly remix?: boolean;
      /** The picture that the button animates, for relays that make films of pictures and cannot press it. Absent means none. */
      readonly picture?: string;
    }
  /** 2 to 5 pictures. */
  | {
      readonly kind: 'blend';
      readonly images: readonly string[];
      readonly dimensions: 'PORTRAIT' | 'SQUARE' | 'LANDSCAPE';
      readonly bot: Bot;
    }
  | { readonly kind: 'describe'; readonly image: string; readonly bot: Bot }
  | { readonly kind: 'shorten'; readonly prompt: string; readonly bot: Bot }
  | {
      readonly kind: 'video';
      readonly prompt: string;
      /** First frame; null only when extending. */
      readonly image: string | null;
      /** Last frame. */
      readonly endImage: string | null;
      readonly motion: 'low' | 'high';
      readonly loop: boolean;
      /** The finished film to go on from. `index` counts its films from 0, unlike the numbers on buttons. */
      readonly extend: { readonly taskId: string; readonly index: number } | null;
      /** How many films are made. Absent means as many as Midjourney makes by itself. */
      readonly clips?: 1 | 2 | 4;
      /**
       * Whether the relay gets the addresses of the pictures and not their bytes. Absent means no: some relays keep a copy where
       * Midjourney cannot open it, and others do not reach the address.
       */
      readonly byLink?: true;
    }
  | { readonly kind: 'edit'; readonly prompt: string; readonly image: string }
  /** Shows a task that exists already. The relay is asked to make nothing, and bills nothing. */
  | {
      readonly kind: 'show';
      readonly taskId: string;
      /** Whether it is a further task of a submission of the same gesture, and so paid for. Absent means no. */
      readonly ours?: boolean;
    };

/** The part of a picture that Vary (Region) paints anew. */
export type Mask =
  /** Cells of a grid laid over the picture, numbered by rows from 0. */
  | {
      readonly kind: 'cells';
      readonly pictureUrl: string;
      readonly columns: number;
      readonly rows: number;
      readonly cells: readonly number[];
    }
  /** A copy of the picture that the member painted over: the pixels that differ. */
  | { readonly kind: 'painted'; readonly pictureUrl: string; readonly paintedUrl: string };

/** What a member writes into a window. It is sent by a second call, which is billed separately. */
export type WindowText = {
  readonly prompt: string;
  /** For Vary (Region) only. */
  readonly mask: Mask | null;
};

/** Everything that is POSTed to a submit endpoint. */
export type Submission =
  | Exclude<Request, { readonly kind: 'show' }>
  | { readonly kind: 'modal'; readonly taskId: string; readonly text: WindowText };

/** The links to pictures in the text of a submission, which Midjourney fetches itself. */
export function linksOf(submission: Submission): readonly string[] {
  switch (submission.kind) {
    case 'imagine':
    case 'edit':
    case 'video':
      return pictureLinks(submission.prompt);
    case 'modal':
      return pictureLinks(submission.text.prompt);
    default:
      return [];
  }
}

/** Whether pictures have to be read, or links in a text looked at, before a submission can be sent. */
export function hasPictures(submission: Submission): boolean {
  if (linksOf(submission).length > 0) return true;
  switch (submission.kind) {
    case 'imagine':
      return submission.images.length > 0;
    case 'blend':
    case 'describe':
    case 'edit':
      return true;
    case 'video':
      return submission.image !== null || submission.endImage !== null;
    case 'modal':
      return submission.text.mask !== null;
    case 'action':
    case 'shorten':
      return false;
  }
}
