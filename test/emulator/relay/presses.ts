const uuid = '(?<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';

/** Every customId that Midjourney is known to hand out. Spelling and case are as they really are. */
const grammar = {
  upscale: `MJ::JOB::upsample::(?<index>[1-4])::${uuid}`,
  variation: `MJ::JOB::variation::(?<index>[1-4])::${uuid}`,
  reroll: `MJ::JOB::reroll::0::${uuid}::SOLO`,
  upscaleHd: `MJ::JOB::upsample_v\\w+?_(?:2x_subtle|2x_creative|2x|4x)::1::${uuid}::SOLO`,
  varySubtle: `MJ::JOB::low_variation::1::${uuid}::SOLO`,
  varyStrong: `MJ::JOB::high_variation::1::${uuid}::SOLO`,
  region: `MJ::Inpaint::1::${uuid}::SOLO`,
  zoom: `MJ::Outpaint::(?<factor>50|75)::1::${uuid}::SOLO`,
  makeSquare: `MJ::Outpaint::100::1::${uuid}::SOLO`,
  customZoom: `MJ::CustomZoom::(?:1::)?${uuid}`,
  pan: `MJ::JOB::pan_(?<direction>left|right|up|down)::1::${uuid}::SOLO`,
  animate: `MJ::JOB::animate_(?<motion>high|low)::1::${uuid}::SOLO`,
  extend: `MJ::JOB::animate_(?<motion>high|low)_extend::1::${uuid}(?:::SOLO)?`,
  videoPick: `MJ::JOB::video_virtual_upscale::(?<index>[1-4])::${uuid}`,
  bookmark: `MJ::BOOKMARK::${uuid}`,
  describePick: `MJ::Job::PicReader::(?<index>[1-4])`,
  describeAll: `MJ::Job::PicReader::all`,
  describeRetry: `MJ::Picread::Retry`,
  shortenPick: `MJ::(?:Job|JOB)::PromptAnalyzer::(?<index>[1-5])`,
} as const;

export type PressKind = keyof typeof grammar;

/** A button that was pressed. `index` counts from 1 and is 1 where the button has none. */
export type Press = {
  readonly kind: PressKind;
  readonly customId: string;
  readonly index: number;
  readonly factor: number;
  readonly direction: string;
};

const matchers = Object.entries(grammar).map(([kind, source]) => ({ kind, pattern: new RegExp(`^${source}$`) }));

function isPressKind(kind: string): kind is PressKind {
  return kind in grammar;
}

/** Null when no button of Midjourney has such an id. */
export function readPress(customId: string): Press | null {
  for (const { kind, pattern } of matchers) {
    const match = pattern.exec(customId);
    if (!match || !isPressKind(kind)) continue;
    const { index = '1', factor = '50', direction = '' } = match.groups ?? {};
    return { kind, customId, index: Number(index), factor: factor === '75' ? 1.5 : 2, direction };
  }
  return null;
}

/** Buttons that always ask for text first. */
export const asking: ReadonlySet<string> = new Set<PressKind>(['region', 'customZoom', 'describePick', 'shortenPick']);

/** Buttons that ask for text when remix is on. */
export const remixable: ReadonlySet<string> = new Set<PressKind>([
  'variation',
  'reroll',
  'varySubtle',
  'varyStrong',
  'pan',
  'animate',
  'extend',
]);
