import type { ChoiceWords } from './words-choices.ts';

export const choices: ChoiceWords = {
  relax: '慢速',
  fast: '快速',
  turbo: '极速',
};
