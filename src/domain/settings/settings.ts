/** What a member chose in /settings. */
export type MemberSettings = {
  /** Whether to be mentioned when a job that took long is ready. */
  readonly notices: boolean;
  /** Whether variations, rerolls and pans ask for a new prompt first. */
  readonly remix: boolean;
  /** Whether results are shown only to them. */
  readonly private: boolean;
  /** Defaults for prompts; null when not chosen. */
  readonly model: string | null;
  readonly aspect: string | null;
  readonly speed: 'fast' | 'relax' | 'turbo' | null;
  readonly stylize: number | null;
  /** Put at the end of every prompt; empty for none. */
  readonly suffix: string;
  /** Whether they have seen the introduction. */
  readonly welcomed: boolean;
};

/** The settings of a member who never chose any. */
export const defaultSettings: MemberSettings = {
  notices: true,
  remix: false,
  private: false,
  model: null,
  aspect: null,
  speed: null,
  stylize: null,
  suffix: '',
  welcomed: false,
};
