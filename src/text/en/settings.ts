import type { PickName, SwitchName } from '../../domain/settings/preferences.ts';

const stylizes: ReadonlyMap<number, string> = new Map([
  [50, 'low (50)'],
  [100, 'medium (100)'],
  [250, 'high (250)'],
  [750, 'very high (750)'],
]);

/** What `/settings` says. */
export const settings = {
  title: 'Your settings',
  intro: 'Everything you make starts from these. What you write in a prompt or choose in a command wins.',
  /** The name of a setting and its value, in one short line: the label of a button or of a choice. */
  labelled: (name: string, value: string) => `${name}: ${value}`,
  names: {
    model: 'Model',
    aspect: 'Shape',
    speed: 'Speed',
    stylize: 'Stylize',
    remix: 'Remix',
    private: 'Only for me',
    notices: 'Mention me',
    suffix: 'Always added',
  } satisfies Readonly<Record<PickName | SwitchName | 'suffix', string>>,
  /** What a switch means for the member, when it is on and when it is off. */
  meanings: {
    remix: { on: 'variations, rerolls and pans ask for a new prompt first', off: 'buttons start right away' },
    private: { on: 'only you see what you make', off: 'everybody here sees what you make' },
    notices: { on: 'when a picture that took a while is ready', off: 'never' },
  } satisfies Readonly<Record<SwitchName, { readonly on: string; readonly off: string }>>,
  on: 'on',
  off: 'off',
  /** Nothing was chosen: Midjourney decides. */
  unset: 'Midjourney decides',
  noSuffix: 'nothing',
  /** Behind a setting that the version named does not take. */
  leftOut: (model: string) => ` (not with ${model}: it is left out there)`,
  stylize: (value: number) => stylizes.get(value) ?? String(value),
  askSuffix: 'Always add…',
  suffixLabel: 'Added to the end of every prompt',
  suffixHint: '--no text, or words such as: soft light, film grain',
  reset: 'Reset',
};

/** The switch that asks for a new prompt before variations, rerolls and pans. */
export const remix = {
  on: 'Remix is on: variations, rerolls and pans ask you for a new prompt first. Each of them then usually costs 2 jobs: the press and the new prompt. Turn it off with `/remix on:False`.',
  off: 'Remix is off: variations, rerolls and pans start right away with the same prompt.',
};
