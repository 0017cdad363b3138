import type { ActionClass } from './action.ts';

/** What gateways of the new-api family call what they sell: the press of a button, and the text of its window. */
const models: Partial<Record<ActionClass, readonly string[]>> = {
  upscale: ['mj_upscale'],
  upscaleHd: ['mj_upscale'],
  variation: ['mj_variation'],
  varySubtle: ['mj_low_variation'],
  varyStrong: ['mj_high_variation'],
  varyRegion: ['mj_inpaint', 'mj_modal'],
  reroll: ['mj_reroll'],
  zoom: ['mj_zoom'],
  makeSquare: ['mj_zoom'],
  zoomCustom: ['mj_custom_zoom', 'mj_modal'],
  pan: ['mj_pan'],
};

/**
 * The classes of buttons that a key cannot press, by the models that it may use. None where the list does not even have
 * `mj_imagine`: then the relay has other names for what it sells, or sells it unlisted.
 */
export function unsoldClasses(listed: readonly string[]): ReadonlySet<string> {
  const sold = new Set(listed);
  if (!sold.has('mj_imagine')) return new Set();
  const rows = Object.entries(models).filter(([, needed]) => !needed.every((model) => sold.has(model)));
  return new Set(rows.map(([kind]) => kind));
}
