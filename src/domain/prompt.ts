/** What a member chose besides the words; undefined is "not chosen". */
export type PromptChoices = {
  readonly aspect?: string | undefined;
  /** A version such as `7`, or `niji 6`. */
  readonly model?: string | undefined;
  readonly speed?: 'fast' | 'relax' | 'turbo' | undefined;
  readonly stylize?: number | undefined;
  readonly chaos?: number | undefined;
  readonly weird?: number | undefined;
  readonly seed?: number | undefined;
  readonly no?: string | undefined;
  readonly raw?: boolean | undefined;
  readonly tile?: boolean | undefined;
};

export type ComposedPrompt = { readonly prompt: string; readonly bot: 'MID_JOURNEY' | 'NIJI_JOURNEY' };

/** Every spelling of a flag, so that what the member wrote is recognised. */
const spellings = {
  aspect: ['ar', 'aspect'],
  model: ['v', 'version', 'niji'],
  speed: ['fast', 'relax', 'turbo'],
  stylize: ['s', 'stylize'],
  chaos: ['c', 'chaos'],
  weird: ['w', 'weird'],
  seed: ['seed'],
  no: ['no'],
  raw: ['raw', 'style raw'],
  tile: ['tile'],
} as const satisfies Record<keyof PromptChoices, readonly string[]>;

/** iOS keyboards turn `--` into a dash; Midjourney reads both. */
const DASHES = '(?:--|—|–)';

function has(prompt: string, flags: readonly string[]): boolean {
  return flags.some((flag) => new RegExp(`(?:^|\\s)${DASHES}${flag.replace(' ', '\\s+')}(?=\\s|$)`, 'i').test(prompt));
}

/**
 * The prompt with the chosen options as flags at its end. A flag that the member wrote is never added again: their own
 * words win. Characters nobody can see are taken out; the result is empty when nothing is left.
 */
export function composePrompt(words: string, choices: PromptChoices): ComposedPrompt {
  const prompt = visible(words);
  if (prompt === '') return { prompt, bot: 'MID_JOURNEY' };
  const flags: Record<keyof PromptChoices, string | null> = {
    aspect: choices.aspect ? `--ar ${choices.aspect}` : null,
    model: choices.model ? modelFlag(choices.model) : null,
    stylize: numberFlag('--s', choices.stylize),
    chaos: numberFlag('--c', choices.chaos),
    weird: numberFlag('--w', choices.weird),
    seed: numberFlag('--seed', choices.seed),
    raw: choices.raw ? '--raw' : null,
    tile: choices.tile ? '--tile' : null,
    speed: choices.speed ? `--${choices.speed}` : null,
    no: choices.no && visible(choices.no) ? `--no ${visible(choices.no)}` : null,
  };
  const added = Object.entries(flags).flatMap(([name, flag]) =>
    flag !== null && isChoice(name) && !has(prompt, spellings[name]) ? [flag] : [],
  );
  const whole = [prompt, ...added].join(' ');
  return { prompt: whole, bot: has(whole, ['niji']) ? 'NIJI_JOURNEY' : 'MID_JOURNEY' };
}

function isChoice(name: string): name is keyof PromptChoices {
  return name in spellings;
}

function modelFlag(model: string): string {
  return model.startsWith('niji') ? `--${model}` : `--v ${model}`;
}

function numberFlag(flag: string, value: number | undefined): string | null {
  return value === undefined ? null : `${flag} ${value}`;
}

/** Without control and format characters, except those that shape emoji and scripts; line breaks become spaces. */
function visible(text: string): string {
  const kept = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}\u{e0001}]/gu, '')
    .trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(kept) ? kept : '';
}
