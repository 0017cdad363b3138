import type { PickName, SwitchName } from '../domain/settings/preferences.ts';

/** What `/settings` says. */
export type SettingsWords = {
  readonly title: string;
  readonly intro: string;
  /** The name of a setting and its value, in one short line: the label of a button or of a choice. */
  readonly labelled: (name: string, value: string) => string;
  readonly names: Readonly<Record<PickName | SwitchName | 'suffix', string>>;
  /** What a switch means for the member, when it is on and when it is off. */
  readonly meanings: Readonly<Record<SwitchName, { readonly on: string; readonly off: string }>>;
  readonly on: string;
  readonly off: string;
  /** Nothing was chosen: Midjourney decides. */
  readonly unset: string;
  readonly noSuffix: string;
  readonly stylize: (value: number) => string;
  readonly askSuffix: string;
  readonly suffixLabel: string;
  readonly suffixHint: string;
  readonly reset: string;
};
