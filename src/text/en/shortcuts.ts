import type { ShortcutCommands, ShortcutWords, TogetherWords } from '../words-shortcuts.ts';

const of = 'Which picture: a message link or its task number (usual: the newest here that fits)';

/** What Discord shows of the commands that stand for buttons, in English. */
export const shortcutCommands: ShortcutCommands = {
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
  reroll: { description: 'Make four other pictures from the same words', options: { of } },
  zoom: {
    description: 'Show more around a single picture',
    options: { factor: 'How far to zoom out, from 1 to 2', of },
  },
  pan: {
    description: 'Let a single picture go on to one side',
    options: { direction: 'To which side', of },
    sides: { left: 'Left', right: 'Right', up: 'Up', down: 'Down' },
  },
};

/** What English-speaking members read around those commands. */
export const shortcuts: ShortcutWords = {
  nothingFits: (gesture) =>
    `None of the newest pictures here offers ${gesture}. Name one with “of”: a message link or the task number below it.`,
  notOffered: (gesture) => `That picture does not offer ${gesture}. Choose one of the buttons below it.`,
};

/** What English-speaking members read around four upscales with one press. */
export const together: TogetherWords = {
  upscaleAll: 'Upscale all',
  ready: 'ready',
  elsewhere: (link) => `made before: ${link}`,
  hidden: 'made before, where you cannot see it. Press its own button to see it.',
  openHint: 'Press a number for that picture with all its buttons. It costs nothing.',
  allThere: 'All four were made before:',
  noGrid: 'That is not a grid of four, or I have forgotten it.',
};
