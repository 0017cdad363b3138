import { chance } from '../seeds.ts';
import type { Dial } from './dial.ts';
import { readPrompt } from './prompt.ts';

export type Palette = {
  readonly night: boolean;
  readonly top: string;
  readonly middle: string;
  readonly glow: string;
  readonly accent: string;
  readonly light: string;
  /** Land at a distance: 0 is the farthest ridge, 1 the ground at our feet. */
  land(nearness: number): string;
};

/** Colours for a prompt: its first colour word rules, its second one lights the horizon. */
export function paletteOf(prompt: string, dial: Dial): Palette {
  const { text, hues, grey, night } = readPrompt(prompt);
  const free = hues.length === 0;
  const own = free ? chance(1, text) * 360 + dial('hue', -40, 40) : (hues[0] ?? 0) + dial('hue', -7, 7);
  const other = hues[1] ?? own + (free ? dial('second hue', 25, 70) : dial('second hue', 6, 22));
  const wash = grey && free ? 0.12 : 1;
  const hsl = (hue: number, saturation: number, lightness: number) =>
    `hsl(${((hue % 360) + 360) % 360}, ${saturation * wash}%, ${lightness}%)`;
  return {
    night,
    top: hsl(own - 12, 52, night ? 9 : 34),
    middle: hsl(own, 58, night ? 22 : 60),
    glow: hsl(other, 82, night ? 46 : 80),
    accent: hsl(own, 84, night ? 58 : 46),
    light: hsl(other, 90, night ? 84 : 93),
    land: (nearness) => hsl(own - nearness * 14, 30 + nearness * 14, (night ? 34 : 62) - nearness * (night ? 29 : 49)),
  };
}
