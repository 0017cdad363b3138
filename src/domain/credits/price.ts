import { classify } from '../buttons/action.ts';
import { billedSubmissions } from '../job/cost.ts';
import type { Job } from '../job/job.ts';
import type { Request } from '../job/request.ts';
import { kindOf as flagKindOf } from '../midjourney.ts';
import { readPromptFlags } from '../prompt/flags/flags.ts';
import { type Speed, speedOf } from '../settings/choices.ts';
import type { Kind } from './kind.ts';

/** What gestures cost: credits for each kind, and per cent of that for each speed. All are whole numbers. */
export type PriceList = {
  readonly of: Readonly<Record<Kind, number>>;
  readonly speed: Readonly<Record<Speed, number>>;
};

export const defaultPrices: PriceList = {
  of: { image: 2, upscale: 1, upscaleHd: 1, text: 1, video: 16 },
  speed: { relax: 100, fast: 100, turbo: 200 },
};

/** What a job is paid for as, and how many credits it costs. */
export type Price = { readonly kind: Kind; readonly amount: number };

type Priced = Pick<Job, 'request' | 'text'>;

/** What a gesture is paid for as; null when it costs nothing. */
export function kindOf(request: Request): Kind | null {
  switch (request.kind) {
    case 'show':
      return null;
    case 'imagine':
    case 'blend':
    case 'edit':
      return 'image';
    case 'describe':
    case 'shorten':
      return 'text';
    case 'video':
      return 'video';
    case 'action':
      return kindOfAction(request.customId);
  }
}

function kindOfAction(customId: string): Kind | null {
  switch (classify(customId).class) {
    case 'bookmark':
    case 'cancel':
      return null;
    case 'upscale':
    case 'videoPick':
      return 'upscale';
    case 'upscaleHd':
      return 'upscaleHd';
    case 'animate':
    case 'animateExtend':
      return 'video';
    case 'describeRetry':
      return 'text';
    default:
      return 'image';
  }
}

/** The speed at which a gesture costs least. */
export function cheapestSpeed({ speed }: PriceList): Speed {
  return (['relax', 'fast', 'turbo'] as const).reduce((best, one) => (speed[one] < speed[best] ? one : best));
}

/** “Imagine all” makes a grid of each of the four prompts. */
const ALL_PROMPTS = 4;

/**
 * What a job costs; null when it costs nothing. `mode` is the speed that the relay is set to, for gestures that say none: null
 * means fast. The price of several submissions, such as those of remix, is that of one as often as it is billed.
 */
export function priceOf(job: Priced, prices: PriceList, mode: Speed | null): Price | null {
  const kind = kindOf(job.request);
  if (kind === null) return null;
  const speed = statedSpeed(job) ?? mode ?? 'fast';
  const one = Math.ceil((prices.of[kind] * prices.speed[speed]) / 100);
  return { kind, amount: one * billedSubmissions(job) * grids(job.request) };
}

function grids(request: Request): number {
  return request.kind === 'action' && classify(request.customId).class === 'describeAll' ? ALL_PROMPTS : 1;
}

/** How a speed may look in a prompt. Most prompts name none, and taking one apart takes a while. */
const maybeSpeed = /(?:--|[–—])\s{0,9}(?:relax|fast|turbo)/i;

/** The speed that a gesture's own text asks for; null when it asks for none. */
export function statedSpeed({ request, text }: Priced): Speed | null {
  const prompt = text?.prompt ?? ('prompt' in request ? request.prompt : '');
  if (!maybeSpeed.test(prompt)) return null;
  const flag = readPromptFlags(prompt).flags.findLast(({ name }) => flagKindOf(name)?.group === 'speed');
  return flag ? speedOf(flagKindOf(flag.name)?.names[0] ?? null) : null;
}
