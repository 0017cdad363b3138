import type { MaskTrouble } from '../domain/pictures/media.ts';
import type { Area } from '../domain/pictures/region.ts';

/** Vary (Region): choosing a part of a picture. */
export type RegionWords = {
  readonly title: string;
  readonly how: string;
  /** Placeholder of the menu; `cells` says how many there are to choose from. */
  readonly menu: (cells: number) => string;
  /** `cells` are names such as `A1`, all of them; `share` is from 0 to 1. */
  readonly chosen: (cells: readonly string[], share: number) => string;
  readonly painted: (share: number) => string;
  readonly nothingChosen: string;
  readonly alt: (chosen: string) => string;
  readonly areas: Readonly<Record<Area, string>>;
  readonly invert: string;
  readonly clear: string;
  readonly paint: string;
  readonly go: string;
  readonly trouble: Readonly<Record<MaskTrouble, string>>;
  readonly paintTitle: string;
  readonly paintLabel: string;
  /** At most 100 characters. */
  readonly paintHint: string;
  /** For a task that none of our messages shows. */
  readonly needsPicture: string;
};

/** The switch that asks for a new prompt before variations, rerolls and pans. */
export type RemixWords = {
  readonly on: string;
  readonly off: string;
};
