import type { CommandWords } from './forms.ts';

/** What Discord shows of the commands that stand for buttons. */
export type ShortcutCommands = {
  readonly upscale: CommandWords<'index' | 'of'> & {
    readonly kinds: { readonly subtle: string; readonly creative: string };
  };
  readonly vary: CommandWords<'index' | 'of'> & {
    readonly kinds: { readonly subtle: string; readonly strong: string };
  };
  readonly reroll: CommandWords<'of'>;
  readonly zoom: CommandWords<'factor' | 'of'>;
  readonly pan: CommandWords<'direction' | 'of'> & {
    readonly sides: { readonly left: string; readonly right: string; readonly up: string; readonly down: string };
  };
};

/** What members read around those commands. */
export type ShortcutWords = {
  /** No result in this channel has such a button. `gesture` names it. */
  readonly nothingFits: (gesture: string) => string;
  /** The picture that was named has no such button. */
  readonly notOffered: (gesture: string) => string;
};

/** What members read around four upscales with one press, shown in one message. */
export type TogetherWords = {
  readonly upscaleAll: string;
  /** One line per picture. */
  readonly ready: string;
  readonly elsewhere: (link: string) => string;
  readonly hidden: string;
  readonly openHint: string;
  /** All of them were there before. */
  readonly allThere: string;
  readonly noGrid: string;
};
