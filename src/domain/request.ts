/** What a job asks the relay. A new relay endpoint is one member here plus its schema in `relay/`. */
export type Request =
  | {
      readonly kind: 'imagine';
      /** Complete, flags included. */
      readonly prompt: string;
      /** Addresses of image prompts; the relay adapter turns them into base64 when it submits. */
      readonly images: readonly string[];
      readonly bot: 'MID_JOURNEY' | 'NIJI_JOURNEY';
    }
  | {
      readonly kind: 'action';
      readonly taskId: string;
      readonly customId: string;
      readonly chooseSameChannel: boolean;
    };

/** What completes a window: the second, separately billed call. */
export type WindowText = {
  readonly prompt: string;
  /** Address of the mask picture for Vary (Region), or null. */
  readonly maskUrl: string | null;
};

/** Everything that is POSTed to a submit endpoint. */
export type Submission = Request | { readonly kind: 'modal'; readonly taskId: string; readonly text: WindowText };
