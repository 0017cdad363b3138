import type { TroubleWords } from './words-trouble.ts';

export const trouble: TroubleWords = {
  waiting: (line) => `The relay to Midjourney is having trouble. Your job waits; nothing is charged meanwhile. ${line}`,
  presence: 'Trouble with the relay: new jobs wait',
};
