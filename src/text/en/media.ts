import type { PictureTrouble } from '../../domain/failures/reason.ts';
import type { Explanation } from '../forms.ts';

const kinds = 'Use a PNG, JPEG, WebP, GIF or AVIF file.';
const heic = 'Take a screenshot of it, or set the camera to JPEG (on an iPhone: Settings, Camera, Formats).';

/** Why a picture that a member gave could not be had. */
export const unreadable: Readonly<Record<PictureTrouble | 'unknown', Explanation>> = {
  relayCopy: {
    what: 'Midjourney could not open its service’s copy of the picture you gave.',
    next: 'Try again: it will then get the picture’s own link, but may cost a second time.',
  },
  expired: {
    what: 'The link to the picture you gave has expired: Discord’s links last about a day.',
    next: 'Attach the picture again, or copy its link again.',
  },
  missing: { what: 'There is no picture at the link you gave.', next: 'Check the link, or attach the picture itself.' },
  notMedia: { what: 'What you gave is not a picture that I can read.', next: kinds },
  heic: { what: 'The picture you gave is a HEIC photo, which Midjourney cannot read.', next: heic },
  blocked: {
    what: 'The link of the picture you gave leads to a private network, from which I may not fetch anything.',
    next: 'Attach the picture itself.',
  },
  unreachable: {
    what: 'The picture you gave could not be fetched: its server did not answer, or refused.',
    next: 'Try again later, or attach the picture itself.',
  },
  unknown: { what: 'The picture you gave could not be read.', next: kinds },
};

/** What members read when a picture or a film that they give cannot be used. */
export const media = {
  /** A file of a kind that cannot be used; its name is shown. */
  notAPictureFile: (name: string) => `“${name}” is not a picture that Midjourney can read. ${kinds}`,
  heicFile: (name: string) => `“${name}” is a HEIC photo, which Midjourney cannot read. ${heic}`,
  pictureTooLarge: (name: string, megabytes: number) =>
    `“${name}” is too large. Use a copy of at most ${megabytes} MB.`,
  badLink: 'That is not a link to a picture. It has to begin with https:// or http://.',
  messageLink:
    'That is a link to a message. Open the menu of that message instead: Apps, then “Describe picture” or “Use as image prompt”.',
  /** Below the picture that a member is about to go on from. */
  usePicture:
    'What should it become? Your prompt and this picture together make four new ones; `--iw 2` gives the picture more weight.',
  /** The alt text of a picture that somebody gave. */
  givenPicture: 'The picture it was made from',
  /** Buttons below pictures that came without a task, and the titles of their windows. */
  varyPicture: 'Vary from this',
  promptPicture: 'Use as image prompt',
  whichPicture: 'Which picture',
  onePicture: 'Give the picture as a file or as a link, not both.',
  noPicture: 'Give a picture, as a file or as a link.',
  noEndPicture: 'Give the last picture as a file or as a link, not both.',
  nothingToAnimate: 'Give a picture to start from, as a file or as a link, or a film to continue.',
  frameOrFilm: 'Give either a picture to start from or a film to continue. A film already has its pictures.',
  endOrLoop: 'A film that ends where it began cannot have another last picture. Leave one of the two out.',
  badFilm: 'That is neither the link of a message with a film nor a task number.',
  filmUnknown: 'I know of no film in that message. Give its task number instead; ℹ️ below the film shows it.',
};
