import type { CommandWords, MenuWords } from '../forms.ts';
import { creditCommands } from './credits.ts';
import { doctorCommands } from './doctor.ts';
import { moderatorCommands } from './moderation.ts';
import { operatorCommands } from './operator.ts';

const of = 'Which picture: a message link or its task number (default: the newest one here that fits)';
const link = 'A link to a picture instead of a file';
const hidden = 'Show it only to you';
const niji = 'Use the Niji model, for anime';

/** What Discord shows of our commands. The commands of a message's menu come last: they have a name and no description. */
export const commands = {
  imagine: {
    description: 'Make four pictures from words',
    options: {
      prompt: 'What you want to see. {a, b} makes one for each; parameters such as --ar 3:2 may follow',
      aspect: 'Shape of the picture, width to height',
      model: 'Which Midjourney model draws it',
      speed: 'How fast, and how costly',
      image: 'A picture to start from (image prompt)',
      image2: 'A second picture',
      image3: 'A third picture; put links to more of them in front of the prompt',
      iw: 'Image weight: how much your pictures count, 0 to 3',
      sref: 'Style reference: links to pictures, style codes, or “random”',
      sw: 'Style weight: how much the style reference counts, 0 to 1000',
      oref: 'Omni reference: a link to a picture of what must be in it (Midjourney 7, costs more)',
      cref: 'Character reference: links to pictures of someone (Midjourney 6, Niji 6)',
      personalize: 'To your taste: “yes”, or codes of profiles and moodboards',
      stylize: 'How much of Midjourney’s own taste, 0 to 1000',
      chaos: 'How different the four are from each other, 0 to 100',
      weird: 'How unusual, 0 to 3000',
      raw: 'Less beautifying, closer to your words',
      draft: 'A quick, cheap sketch (Midjourney 7)',
      no: 'What must not be in the picture',
      quality: 'How much work goes into it; more costs more',
      seed: 'The same seed and prompt give similar pictures',
      tile: 'A pattern that repeats without seams',
      repeat: 'How often to make it; each costs one job',
      private: hidden,
      more: 'Any other parameters, such as: ow 400, cw 50, sv 6, exp 20, stop 80',
    },
    qualities: { hd: 'Large (HD)' },
  },
  blend: {
    description: 'Mix two to five pictures into new ones',
    options: {
      image1: 'The first picture',
      image2: 'The second picture',
      image3: 'A third picture',
      image4: 'A fourth picture',
      image5: 'A fifth picture',
      dimensions: 'Shape of the result (default: square)',
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
    options: { prompt: 'The prompt to analyse', niji, private: hidden },
  },
  video: {
    description: 'Make short films from a picture, or continue a film',
    options: {
      prompt: 'What happens in the film',
      image: 'The picture it starts from',
      link,
      end_image: 'The picture it ends with',
      end_link: 'A link to the picture it ends with, instead of a file',
      motion: 'How much moves (default: a little)',
      loop: 'End where it began',
      extend: 'Continue a film instead: the link of its message, or its task number',
      clip: 'Which of that message’s films to continue, 1 to 4 (default: 1)',
      private: hidden,
    },
    motions: { low: 'A little', high: 'A lot' },
  },
  edit: {
    description: 'Change a picture with words',
    options: { prompt: 'What the picture should become', image: 'The picture to change', link, private: hidden },
  },
  upscale: {
    description: 'Enlarge one of the four, or a single picture further',
    options: { index: 'Which of the four, or how a single picture is enlarged', of },
    kinds: { subtle: 'Subtle', creative: 'Creative' },
  },
  vary: {
    description: 'Make four variations of one of the four, or of a single picture',
    options: { index: 'Which of the four, or how far a single picture is varied', of },
    kinds: { subtle: 'Subtle', strong: 'Strong' },
  },
  reroll: { description: 'Make four new pictures from the same words', options: { of } },
  zoom: {
    description: 'Show more around a single picture',
    options: { factor: 'How far to zoom out, from 1 to 2', of },
  },
  pan: {
    description: 'Extend a single picture to one side',
    options: { direction: 'To which side', of },
    sides: { left: 'Left', right: 'Right', up: 'Up', down: 'Down' },
  },
  action: {
    description: 'Press a button of an earlier picture, even one from long ago or from elsewhere',
    options: {
      task_id: 'Its task number, which ℹ️ below the picture shows',
      custom_id: 'Which button to press',
      same_channel: 'Use an account of the same channel (default: yes)',
      state: 'A note that Midjourney’s service sends back unchanged',
    },
  },
  show: {
    description: 'Post an earlier picture again, with working buttons',
    options: { task: 'Its task number (ℹ️ shows it), or the link of its message' },
  },
  info: {
    description: 'Everything about a picture: prompt, seed, parameters, where it came from',
    options: { of: 'Its task number (ℹ️ shows it), or the link of its message' },
  },
  history: {
    description: 'What you have made so far',
    options: { search: 'Only what has these words in its prompt' },
  },
  jobs: { description: 'What you have running and waiting, to check or to cancel', options: {} },
  remix: {
    description: 'Whether variations, rerolls and pans first ask you for a new prompt',
    options: { on: 'Ask me first, or start right away' },
  },
  help: { description: 'How to make pictures here', options: {} },
  settings: { description: 'What your pictures start from: model, shape, speed and more', options: {} },
  ...creditCommands,
  ...moderatorCommands,
  ...operatorCommands,
  ...doctorCommands,
  revive: { name: 'Revive buttons' },
  describePicture: { name: 'Describe picture' },
  usePicture: { name: 'Use as image prompt' },
  reportPicture: { name: 'Report picture' },
} satisfies Readonly<Record<string, CommandWords | MenuWords>>;
