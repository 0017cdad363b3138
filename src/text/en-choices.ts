import type { ChoiceWords } from './words-choices.ts';

export const choices: ChoiceWords = {
  relax: 'Relax',
  fast: 'Fast',
  turbo: 'Turbo',
};
