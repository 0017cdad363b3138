/** A heading and what there is to know about it; short enough for a telephone. */
export type HelpPart = { readonly name: string; readonly value: string };

/** What `/help` and the welcome say. */
export type HelpWords = {
  readonly title: string;
  readonly intro: string;
  readonly parts: readonly HelpPart[];
  readonly footer: string;
  readonly tryIt: string;
  readonly settings: string;
  readonly more: string;
  /** The title of the window that "Try it" opens. */
  readonly tryTitle: string;
  /** Told once, below a member's first job. */
  readonly welcome: { readonly title: string; readonly gestures: readonly string[]; readonly footer: string };
};
