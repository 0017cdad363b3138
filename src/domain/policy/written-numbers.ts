import type { Limit } from '../credits/account.ts';
import type { PriceList } from '../credits/price.ts';
import { creditsIn } from './presets.ts';

/** The most that a price, in credits, or a speed's share of it, in per cent, may be. */
export const PRICE_MAX = 10_000;
/** How many members may be blocked everywhere. */
export const BLOCKED_MAX = 190;

/** Two things that somebody wrote as “one / other”; what is missing is empty. Undefined when they wrote three. */
function pairIn(text: string): readonly [string, string] | undefined {
  const [one = '', other = '', ...more] = text.normalize('NFKC').split('/');
  return more.length > 0 ? undefined : [one.trim(), other.trim()];
}

/**
 * A limit that somebody wrote as “day / month”: each is a number of credits, or empty for none. A number alone is that of the day.
 * Undefined when it is no limit.
 */
export function limitIn(text: string): Limit | undefined {
  const pair = pairIn(text);
  if (!pair) return undefined;
  const [day, month] = pair.map(creditsIn);
  return day === undefined || month === undefined ? undefined : { day, month };
}

/** A limit as `limitIn` reads it; empty where there is none. */
export function writtenLimit({ day, month }: Limit): string {
  return day === null && month === null ? '' : `${day ?? ''} / ${month ?? ''}`.trim();
}

/** A price or a share that somebody wrote: a whole number from 1 to PRICE_MAX. Undefined when it is none. */
export function priceIn(text: string): number | undefined {
  const written = text.trim().normalize('NFKC');
  const price = /^\d{1,5}$/.test(written) ? Number(written) : 0;
  return price >= 1 && price <= PRICE_MAX ? price : undefined;
}

/** Two prices that somebody wrote as “one / other”; a price alone is both. Undefined when they are none. */
function pricesIn(text: string): readonly [number, number] | undefined {
  const pair = pairIn(text);
  if (!pair) return undefined;
  const [one, other] = [priceIn(pair[0]), priceIn(pair[1] || pair[0])];
  return one === undefined || other === undefined ? undefined : [one, other];
}

/** What stands in the form for prices. */
export const priceFields = ['image', 'upscales', 'text', 'video', 'turbo'] as const;
export type PriceField = (typeof priceFields)[number];

/** The prices, and the per cent for turbo, that somebody wrote into that form. `wrong` is the first text that is none. */
export function priceListIn(
  written: (field: PriceField) => string,
): { readonly of: PriceList['of']; readonly turbo: number } | { readonly wrong: string } {
  const [image, text, video, turbo] = (['image', 'text', 'video', 'turbo'] as const).map((one) =>
    priceIn(written(one)),
  );
  const [upscale, upscaleHd] = pricesIn(written('upscales')) ?? [];
  if (!image || !text || !video || !turbo || !upscale || !upscaleHd) {
    const isWrong = (field: PriceField) => !(field === 'upscales' ? pricesIn : priceIn)(written(field));
    return { wrong: written(priceFields.find(isWrong) ?? 'image') };
  }
  return { of: { image, upscale, upscaleHd, text, video }, turbo };
}

/** The ids that somebody wrote, one a line or between commas, each once; `wrong` is the first thing among them that is none. */
export function idsIn(text: string): { readonly ids: readonly string[] } | { readonly wrong: string } {
  const written = text
    .normalize('NFKC')
    .split(/[\s,;]+/)
    .filter((one) => one !== '');
  const ids = written.map((one) => /^(?:<@!?)?(\d{17,20})>?$/.exec(one)?.[1] ?? null);
  const wrong = written[ids.indexOf(null)];
  return wrong === undefined ? { ids: [...new Set(ids.filter((id) => id !== null))] } : { wrong };
}
