import type { CommandWords } from './forms.ts';

export type ImagineCommands = {
  readonly imagine: CommandWords<
    | 'prompt'
    | 'image'
    | 'image2'
    | 'image3'
    | 'image4'
    | 'image5'
    | 'aspect'
    | 'model'
    | 'stylize'
    | 'chaos'
    | 'weird'
    | 'seed'
    | 'no'
    | 'quality'
    | 'tile'
    | 'raw'
    | 'sref'
    | 'cref'
    | 'oref'
    | 'speed'
    | 'repeat'
    | 'private'
  >;
};

/** What members read where one gesture makes several jobs. */
export type ManyWords = {
  /** A title; the prompts follow. */
  readonly confirm: (jobs: number) => string;
  /** Below the prompts. */
  readonly cost: (jobs: number) => string;
  readonly others: (prompts: number) => string;
  readonly make: (jobs: number) => string;
  readonly cancel: string;
  readonly started: (jobs: number) => string;
  readonly cancelled: string;
  readonly expired: string;
  /** `jobs` is null when it is beyond counting. */
  readonly tooMany: (jobs: number | null, limit: number) => string;
  /** `room`: how many more jobs the member may have under way now. */
  readonly noRoom: (jobs: number, room: number) => string;
  /** Where the bot is no member of the server. */
  readonly tooManyHere: (jobs: number, limit: number) => string;
  readonly unbalanced: string;
  /** Some of several jobs have no message, and were not started. */
  readonly missing: (jobs: number) => string;
};
