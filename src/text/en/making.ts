import type { ActionClass } from '../../domain/buttons/action.ts';
import type { MakingCommands, MakingWords } from '../words-making.ts';

const link = 'A link to a picture instead of a file';
const hidden = 'Show it only to you';
const niji = 'Use the Niji model, for anime';

export const makingCommands: MakingCommands = {
  blend: {
    description: 'Mix two to five pictures into new ones',
    options: {
      image1: 'The first picture',
      image2: 'The second picture',
      image3: 'A third picture',
      image4: 'A fourth picture',
      image5: 'A fifth picture',
      dimensions: 'Shape of the result (usual: square)',
      niji,
      private: hidden,
    },
    shapes: { portrait: 'Portrait, 2:3', square: 'Square, 1:1', landscape: 'Landscape, 3:2' },
  },
  describe: {
    description: 'Get four prompts that fit a picture',
    options: { image: 'The picture to put into words', link, niji, private: hidden },
  },
  shorten: {
    description: 'See which words of a prompt matter, and get shorter ones',
    options: { prompt: 'The prompt to look into', niji, private: hidden },
  },
  video: {
    description: 'Make short films from a picture, or go on with a film',
    options: {
      prompt: 'What happens in the film',
      image: 'The picture it starts from',
      link,
      end_image: 'The picture it ends with',
      end_link: 'A link to the picture it ends with, instead of a file',
      motion: 'How much moves (usual: little)',
      loop: 'End where it began',
      extend: 'Go on with a film instead: the link of its message, or its task number',
      clip: 'Which of that message’s films to go on with, 1 to 4 (usual: 1)',
      private: hidden,
    },
    motions: { low: 'Little', high: 'Much' },
  },
  edit: {
    description: 'Change a picture with words',
    options: { prompt: 'What the picture should become', image: 'The picture to change', link, private: hidden },
  },
  describePicture: { name: 'Describe picture' },
  usePicture: { name: 'Use as image prompt' },
};

export const making: MakingWords = {
  pickHint: 'Press a number to make pictures from that prompt. You can change it first.',
  describedPicture: 'The picture that was described',
  noDescription: 'Midjourney’s relay sent the picture back without a description.',
  favourite: '❤️ Midjourney keeps it among the favourites of this bot’s account.',
  stopping: 'Midjourney was asked to stop this.',
  unsupported: (gesture, kind) => ({
    what: `This bot’s relay does not offer “${gesture}”. Nothing was charged.`,
    next: (kind !== 'request' && elsewhere[kind]) || 'Everything else keeps working.',
  }),
  notAPictureFile: (name) => `“${name}” is no picture that Midjourney can read. Use a PNG, JPEG, WebP or GIF file.`,
  pictureTooLarge: (name, megabytes) => `“${name}” is too large. Use a copy of at most ${megabytes} MB.`,
  badLink: 'That is no link to a picture. It has to begin with https:// or http://.',
  messageLink:
    'That is a link to a message. Open the menu of that message instead: Apps, then “Describe picture” or “Use as image prompt”.',
  onePicture: 'Give the picture as a file or as a link, not both.',
  noPicture: 'Give a picture, as a file or as a link.',
  noEndPicture: 'Give the last picture as a file or as a link, not both.',
  nothingToAnimate: 'Give a picture to start from, as a file or as a link, or a film to go on with.',
  frameOrFilm: 'Give either a picture to start from or a film to go on with. A film already has its pictures.',
  endOrLoop: 'A film that ends where it began has no other last picture. Leave out one of the two.',
  badFilm: 'That is neither the link of a message with a film nor a task number.',
  filmUnknown: 'I know no film in that message. Give the task number below the film instead.',
  pickTitle: (number) => `Prompt ${number}`,
  usePictureTitle: 'Use as image prompt',
  picture: 'Picture',
  pictureHint: 'The picture’s link. Leave it as it is.',
};

/** What does the same where a button is not offered. */
const elsewhere: Partial<Record<ActionClass, string>> = {
  animate: 'Try /video with this picture: attach it there, or paste its link.',
  animateExtend: 'Try /video and its option “extend”, with the link of the film’s message.',
  videoPick: 'The films are all in the first message. To go on with one, use /video and its option “extend”.',
};
