export type Bot = 'MID_JOURNEY' | 'NIJI_JOURNEY';

/** What a job asks the relay. A new relay endpoint is one member here plus its schema in `relay/`. Pictures are addresses. */
export type Request =
  | {
      readonly kind: 'imagine';
      /** Complete, flags included. */
      readonly prompt: string;
      /** Image prompts; the relay adapter turns them into base64 when it submits. */
      readonly images: readonly string[];
      readonly bot: Bot;
    }
  | {
      readonly kind: 'action';
      readonly taskId: string;
      readonly customId: string;
      readonly chooseSameChannel: boolean;
      /** Asks the relay to open its window for a new prompt; only where a member has written one. Absent means no. */
      readonly remix?: boolean;
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
      /** A finished film to go on from; `index` counts from 0, unlike everywhere else. */
      readonly extend: { readonly taskId: string; readonly index: number } | null;
    }
  | { readonly kind: 'edit'; readonly prompt: string; readonly image: string }
  /** A task that exists already, shown again: asks for nothing and costs nothing. */
  | { readonly kind: 'show'; readonly taskId: string };

/** Which part of a picture Vary (Region) paints anew. */
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

/** What completes a window: the second, separately billed call. */
export type WindowText = {
  readonly prompt: string;
  /** For Vary (Region) only. */
  readonly mask: Mask | null;
};

/** Everything that is POSTed to a submit endpoint. */
export type Submission =
  | Exclude<Request, { readonly kind: 'show' }>
  | { readonly kind: 'modal'; readonly taskId: string; readonly text: WindowText };
