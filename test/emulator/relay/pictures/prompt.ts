/** What the drawing needs to know of a prompt. `hues` are the degrees of its colour words, `grey` names none-colours. */
export type Reading = {
  readonly text: string;
  readonly hues: readonly number[];
  readonly grey: boolean;
  readonly night: boolean;
};

const hues: Readonly<Record<string, number>> = {
  red: 2,
  crimson: 350,
  orange: 26,
  copper: 22,
  gold: 44,
  golden: 44,
  yellow: 52,
  green: 128,
  emerald: 145,
  teal: 178,
  cyan: 188,
  blue: 214,
  indigo: 242,
  purple: 275,
  violet: 275,
  magenta: 305,
  pink: 334,
};

export function readPrompt(prompt: string): Reading {
  const text = (prompt.split(/(?:^|\s)--/)[0] ?? '').toLowerCase();
  const words = text.split(/[^a-z]+/);
  return {
    text,
    hues: words.map((word) => hues[word]).filter((hue) => hue !== undefined),
    grey: words.some((word) => /^(black|white|gr[ea]y|silver|monochrome)$/.test(word)),
    night: words.some((word) => /^(night|midnight|dark|moon|stars?|starry|neon|space)$/.test(word)),
  };
}

/** Width divided by height from `--ar 16:9`; null when there is none or it makes no sense. */
export function aspectOf(prompt: string): number | null {
  const match = /--(?:ar|aspect)\s+(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)/.exec(prompt);
  const ratio = Number(match?.[1]) / Number(match?.[2]);
  return ratio >= 0.05 && ratio <= 20 ? ratio : null;
}

/** The number after a flag such as `--zoom 1.8` or `--seed 7`. */
export function flagOf(prompt: string, name: string): number | null {
  const match = new RegExp(`--${name}\\s+(\\d+(?:\\.\\d+)?)`).exec(prompt);
  return match ? Number(match[1]) : null;
}
