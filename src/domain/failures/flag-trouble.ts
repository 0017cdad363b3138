/** What values a flag takes. `least` and `most` are allowed themselves. */
export type Accepts =
  | { readonly kind: 'nothing' }
  /** Two whole numbers such as 16:9. */
  | { readonly kind: 'ratio' }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  /** One of the values, random with or without a number, or the code of a style. */
  | { readonly kind: 'style'; readonly values: readonly string[] }
  /** Nothing, or a 1 for the same. */
  | { readonly kind: 'switch' }
  /** A version such as 7 or 6.1. */
  | { readonly kind: 'version' }
  /** As `version`, or nothing for the newest. */
  | { readonly kind: 'optionalVersion' }
  /** Addresses of pictures. */
  | { readonly kind: 'links' }
  /** Addresses of pictures, style codes, or `random`. */
  | { readonly kind: 'styles' }
  | { readonly kind: 'words' }
  | { readonly kind: 'anything' };

/** What is wrong with a flag. `flag` is as the member wrote it, such as `--aspct`; values are untrusted. */
export type FlagTrouble =
  /** There are more than `most` flags; `flag` is the first beyond. */
  | { readonly kind: 'tooMany'; readonly flag: string; readonly most: number }
  /** There is no such flag, but one like it: `meant` is how it is written. */
  | { readonly kind: 'misspelt'; readonly flag: string; readonly meant: string }
  /** Nobody knows it. */
  | { readonly kind: 'unknown'; readonly flag: string }
  /** `model`: the version that takes no more than this, as Midjourney names it; absent when no version takes the value. */
  | {
      readonly kind: 'malformed';
      readonly flag: string;
      readonly value: string;
      readonly accepts: Accepts;
      readonly model?: string | undefined;
    }
  /** It has no space before it, so that it may be a flag or the end of a word. */
  | { readonly kind: 'glued'; readonly flag: string }
  /** Nobody knows it, and its dashes are none that Midjourney reads, so that it may be a word. */
  | { readonly kind: 'unsure'; readonly flag: string }
  /**
   * The version that would draw the prompt does not take the flag, or several weighted texts (`::`). `fits`: flags for
   * versions that do. `said`: whether the member named the version; else it is what draws by itself.
   */
  | {
      readonly kind: 'version';
      readonly flag: string;
      readonly model: string;
      readonly said: boolean;
      readonly fits: readonly string[];
    }
  /** It belongs to films, or to a zoom, and the text asks for neither. */
  | { readonly kind: 'misplaced'; readonly flag: string; readonly belongs: 'films' | 'zoom' }
  /** No film is made with it. */
  | { readonly kind: 'notForFilms'; readonly flag: string }
  /** Given twice, with different values. */
  | { readonly kind: 'twice'; readonly flag: string; readonly values: readonly [string, string] }
  /** Two flags that exclude each other. */
  | { readonly kind: 'conflict'; readonly flag: string; readonly other: string }
  /** An option of the command says something else than the flag in the text. Both are given as complete flags. */
  | { readonly kind: 'contradiction'; readonly flag: string; readonly option: string };

/** Whether only the member knows if a flag is right: it may be one that Midjourney has since added. */
export function isUncertain({ kind }: FlagTrouble): boolean {
  return kind === 'misspelt' || kind === 'unknown';
}
