import { currentName, isAmong, kindOf, modelName, models, readModel } from '../midjourney.ts';
import { aspects, speedOf, speeds, stylizes } from './choices.ts';
import { defaultSettings, type MemberSettings } from './settings.ts';

/** Settings with a few values to pick from. A member may also leave each to Midjourney. */
export const picks = {
  model: models.map(({ value }) => value),
  aspect: aspects,
  speed: speeds,
  stylize: stylizes.map(String),
} as const satisfies Partial<Record<keyof MemberSettings, readonly string[]>>;
export type PickName = keyof typeof picks;

/** Settings that are on or off. */
export const switches = ['remix', 'private', 'notices'] as const satisfies readonly (keyof MemberSettings)[];
export type SwitchName = (typeof switches)[number];

/** Longest suffix, in UTF-16 units. */
export const SUFFIX_MAX = 300;

export function isPick(name: string): name is PickName {
  return name in picks;
}

export function isSwitch(name: string): name is SwitchName {
  return switches.some((one) => one === name);
}

/** The settings with one value picked. A value that is not, or no longer, one of the `picks` leaves it to Midjourney. */
export function pick(settings: MemberSettings, name: PickName, wanted: string): MemberSettings {
  const value = picks[name].find((one) => one === wanted) ?? null;
  switch (name) {
    case 'model':
    case 'aspect':
      return { ...settings, [name]: value };
    case 'speed':
      return { ...settings, speed: speedOf(value) };
    case 'stylize':
      return { ...settings, stylize: value === null ? null : Number(value) };
  }
}

/**
 * The picked value, as `pick` takes it; null when it is left to Midjourney. A version that Midjourney has renamed since is the
 * one that took its place.
 */
export function picked(settings: MemberSettings, name: PickName): string | null {
  const value = settings[name];
  if (value === null) return null;
  return name === 'model' ? currentName(String(value)) : String(value);
}

/** The version that draws with these settings, by Midjourney's name, where it does not have their speed; null where it does. */
export function speedLeftOut({ speed, model }: MemberSettings): string | null {
  const flag = speed === null ? undefined : kindOf(speed);
  const chosen = readModel(model ?? '');
  return flag?.versions && !isAmong(chosen, flag.versions) ? modelName(chosen) : null;
}

/** The settings as they were before the member chose any; the introduction is not shown again. */
export function reset({ welcomed }: MemberSettings): MemberSettings {
  return { ...defaultSettings, welcomed };
}

/** A suffix on one line, no longer than `SUFFIX_MAX`. */
export function tidySuffix(text: string): string {
  return text.toWellFormed().replace(/\s+/g, ' ').trim().slice(0, SUFFIX_MAX).toWellFormed().trim();
}
