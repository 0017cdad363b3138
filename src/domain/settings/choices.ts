/** Width to height, as `--ar` takes it. */
export const aspects = ['1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '21:9', '4:5', '5:4'] as const;

export const speeds = ['relax', 'fast', 'turbo'] as const;
export type Speed = (typeof speeds)[number];

/** The four steps of Midjourney's own settings. */
export const stylizes = [50, 100, 250, 750] as const;

export function speedOf(value: string | null): Speed | null {
  return speeds.find((speed) => speed === value) ?? null;
}
