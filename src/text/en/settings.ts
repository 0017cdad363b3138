import type { SettingsWords } from '../words-settings.ts';

const stylizes: ReadonlyMap<number, string> = new Map([
  [50, 'low (50)'],
  [100, 'medium (100)'],
  [250, 'high (250)'],
  [750, 'very high (750)'],
]);

export const settings: SettingsWords = {
  title: 'Your settings',
  intro: 'Everything you make starts from these. What you write in a prompt or choose in a command goes first.',
  labelled: (name, value) => `${name}: ${value}`,
  names: {
    model: 'Model',
    aspect: 'Shape',
    speed: 'Speed',
    stylize: 'Stylize',
    remix: 'Remix',
    private: 'Only for me',
    notices: 'Mention me',
    suffix: 'Always added',
  },
  meanings: {
    remix: { on: 'variations, rerolls and pans ask for a new prompt first', off: 'buttons start at once' },
    private: { on: 'only you see what you make', off: 'everybody here sees what you make' },
    notices: { on: 'when a picture that took long is ready', off: 'never' },
  },
  on: 'on',
  off: 'off',
  unset: 'Midjourney decides',
  noSuffix: 'nothing',
  stylize: (value) => stylizes.get(value) ?? String(value),
  askSuffix: 'Always add…',
  suffixLabel: 'Added to the end of every prompt',
  suffixHint: '--no text, or words such as: soft light, film grain',
  reset: 'Reset',
};
