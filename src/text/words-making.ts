import type { ActionClass } from '../domain/buttons/action.ts';
import type { CommandWords, Explanation } from './forms.ts';

/** What Discord shows of the commands that make something from pictures or from other words. */
export type MakingCommands = {
  readonly blend: CommandWords<
    'image1' | 'image2' | 'image3' | 'image4' | 'image5' | 'dimensions' | 'niji' | 'private'
  > & {
    readonly shapes: { readonly portrait: string; readonly square: string; readonly landscape: string };
  };
  readonly describe: CommandWords<'image' | 'link' | 'niji' | 'private'>;
  readonly shorten: CommandWords<'prompt' | 'niji' | 'private'>;
  readonly video: CommandWords<
    'prompt' | 'image' | 'link' | 'end_image' | 'end_link' | 'motion' | 'loop' | 'extend' | 'clip' | 'private'
  > & { readonly motions: { readonly low: string; readonly high: string } };
  readonly edit: CommandWords<'prompt' | 'image' | 'link' | 'private'>;
  readonly describePicture: { readonly name: string };
  readonly usePicture: { readonly name: string };
};

/** What members read around blend, describe, shorten, video, edit and pictures found in messages. */
export type MakingWords = {
  /** Below the prompts of a describe or a shorten. */
  readonly pickHint: string;
  readonly describedPicture: string;
  /** A describe that brought its picture back and not a word. */
  readonly noDescription: string;
  readonly favourite: string;
  readonly stopping: string;
  /** `gesture` names the button or the command. */
  readonly unsupported: (gesture: string, kind: ActionClass | 'request') => Explanation;
  /** A file of a kind that cannot be used; its name is shown. */
  readonly notAPictureFile: (name: string) => string;
  readonly pictureTooLarge: (name: string, megabytes: number) => string;
  readonly badLink: string;
  readonly messageLink: string;
  readonly onePicture: string;
  readonly noPicture: string;
  readonly noEndPicture: string;
  readonly nothingToAnimate: string;
  readonly frameOrFilm: string;
  readonly endOrLoop: string;
  readonly badFilm: string;
  readonly filmUnknown: string;
  readonly pickTitle: (number: number) => string;
  readonly usePictureTitle: string;
  readonly picture: string;
  readonly pictureHint: string;
};
