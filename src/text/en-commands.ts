import { findingCommands } from './en-finding.ts';
import { makingCommands } from './en-making.ts';
import type { CommandCatalogue } from './words.ts';

/** What Discord shows of our commands in English. */
export const commands: CommandCatalogue = {
  ...findingCommands,
  imagine: {
    description: 'Make four pictures from words',
    options: {
      prompt: 'What you want to see. Midjourney parameters such as --ar 3:2 may follow',
      image: 'A picture to be inspired by',
      aspect: 'Shape of the picture, width to height',
      model: 'Which Midjourney model draws it',
      speed: 'How fast, and how dear',
      stylize: 'How much of Midjourney’s own taste, 0 to 1000',
      chaos: 'How different the four are from each other, 0 to 100',
      weird: 'How unusual, 0 to 3000',
      seed: 'The same seed and prompt give similar pictures',
      no: 'What must not be in the picture',
      raw: 'Less beautifying, closer to your words',
      tile: 'A pattern that repeats without seams',
      private: 'Show it only to you',
    },
  },
  action: {
    description: 'Press a button of an earlier picture, also one from long ago or from elsewhere',
    options: {
      task_id: 'The number below the picture',
      custom_id: 'Which button to press',
      same_channel: 'Use an account of the same channel (usual: yes)',
      state: 'A note that the relay sends back unchanged',
    },
  },
  remix: {
    description: 'Whether variations, rerolls and pans ask you for a new prompt first',
    options: { on: 'Ask me first, or start at once' },
  },
  notices: {
    description: 'Whether to tell you when a picture that took long is ready',
    options: { on: 'Tell me, or stay quiet' },
  },
  help: { description: 'How to make pictures here', options: {} },
  settings: { description: 'What your pictures start from: model, shape, speed and more', options: {} },
  ...makingCommands,
};
