import { changeOf } from './change.ts';

/** What a relay button does, told from its customId. */
export type ActionClass =
  | 'upscale'
  | 'upscaleHd'
  | 'variation'
  | 'reroll'
  | 'varySubtle'
  | 'varyStrong'
  | 'varyRegion'
  | 'zoom'
  | 'zoomCustom'
  | 'makeSquare'
  | 'pan'
  | 'animate'
  | 'animateExtend'
  | 'videoPick'
  | 'bookmark'
  | 'describePick'
  | 'describeAll'
  | 'describeRetry'
  | 'shortenPick'
  | 'cancel'
  | 'unknown';

export type Action = {
  readonly class: ActionClass;
  /** Midjourney's name for it, for buttons whose label the relay left empty; empty when unknown. */
  readonly label: string;
  /** Whether the relay opens a window before it works: always, when the account has remix on, or never. */
  readonly window: 'always' | 'remix' | 'never';
  /** Whether pressing it again makes something new. If not, one press is paid for and later ones point at it. */
  readonly repeatable: boolean;
};

type Row = {
  readonly pattern: RegExp;
  readonly class: ActionClass;
  readonly label: (groups: readonly string[]) => string;
  readonly window?: Action['window'];
  readonly repeatable: boolean;
};

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The case of a customId does not matter here, because `JOB` and `Job` both occur; it is never changed when it is sent.
 */
const grammar: readonly Row[] = [
  { pattern: /^JOB::upsample::([1-4])::/i, class: 'upscale', label: ([n]) => `U${n}`, repeatable: false },
  {
    pattern: /^JOB::upsample_[\w.]+?_(subtle|creative)::/i,
    class: 'upscaleHd',
    label: ([kind = '']) => `Upscale (${capital(kind)})`,
    repeatable: false,
  },
  {
    pattern: /^JOB::upsample_[\w.]+?_([24]x)::/i,
    class: 'upscaleHd',
    label: ([factor]) => `Upscale (${factor})`,
    repeatable: false,
  },
  { pattern: /^JOB::upsample_/i, class: 'upscaleHd', label: () => 'Upscale', repeatable: false },
  {
    pattern: /^JOB::variation::([1-4])::/i,
    class: 'variation',
    label: ([n]) => `V${n}`,
    window: 'remix',
    repeatable: true,
  },
  { pattern: /^JOB::reroll::/i, class: 'reroll', label: () => 'Reroll', window: 'remix', repeatable: true },
  {
    pattern: /^JOB::low_variation::/i,
    class: 'varySubtle',
    label: () => 'Vary (Subtle)',
    window: 'remix',
    repeatable: true,
  },
  {
    pattern: /^JOB::high_variation::/i,
    class: 'varyStrong',
    label: () => 'Vary (Strong)',
    window: 'remix',
    repeatable: true,
  },
  { pattern: /^Inpaint::/i, class: 'varyRegion', label: () => 'Vary (Region)', window: 'always', repeatable: true },
  { pattern: /^Outpaint::50::/i, class: 'zoom', label: () => 'Zoom Out 2x', repeatable: true },
  { pattern: /^Outpaint::75::/i, class: 'zoom', label: () => 'Zoom Out 1.5x', repeatable: true },
  { pattern: /^Outpaint::100::/i, class: 'makeSquare', label: () => 'Make Square', repeatable: true },
  { pattern: /^Outpaint::/i, class: 'zoom', label: () => 'Zoom Out', repeatable: true },
  { pattern: /^CustomZoom::/i, class: 'zoomCustom', label: () => 'Custom Zoom', window: 'always', repeatable: true },
  {
    pattern: /^JOB::pan_(left|right|up|down)::/i,
    class: 'pan',
    label: ([side = '']) => `Pan ${capital(side.toLowerCase())}`,
    window: 'remix',
    repeatable: true,
  },
  {
    pattern: /^JOB::animate_(high|low)_extend::/i,
    class: 'animateExtend',
    label: ([motion = '']) => `Extend (${capital(motion.toLowerCase())} motion)`,
    window: 'remix',
    repeatable: true,
  },
  {
    pattern: /^JOB::animate_(high|low)::/i,
    class: 'animate',
    label: ([motion = '']) => `Animate (${capital(motion.toLowerCase())} motion)`,
    window: 'remix',
    repeatable: true,
  },
  {
    pattern: /^JOB::video_virtual_upscale::([1-4])::/i,
    class: 'videoPick',
    label: ([n]) => `U${n}`,
    repeatable: false,
  },
  { pattern: /^BOOKMARK::/i, class: 'bookmark', label: () => 'Favourite', repeatable: true },
  {
    pattern: /^JOB::PicReader::([1-4])$/i,
    class: 'describePick',
    label: ([n]) => `Imagine ${n}`,
    window: 'always',
    repeatable: true,
  },
  { pattern: /^JOB::PicReader::all$/i, class: 'describeAll', label: () => 'Imagine all', repeatable: true },
  { pattern: /^Picread::Retry/i, class: 'describeRetry', label: () => 'Describe again', repeatable: true },
  {
    pattern: /^JOB::PromptAnalyzer::([1-5])$/i,
    class: 'shortenPick',
    label: ([n]) => `Imagine ${n}`,
    window: 'always',
    repeatable: true,
  },
  { pattern: /^CancelJob::ByJobid::/i, class: 'cancel', label: () => 'Cancel Job', repeatable: true },
];

/**
 * Whether a button only tells Midjourney something. Nothing is made or charged then, even if the relay answers with a
 * task id.
 */
export function onlyTells(customId: string): boolean {
  const { class: kind } = classify(customId);
  return kind === 'bookmark' || kind === 'cancel';
}

/**
 * Tells what a button does. One that is not in the table can still be sent, and counts as repeatable. A change (change.ts)
 * takes no text.
 */
export function classify(customId: string): Action {
  const rest = customId.replace(/^MJ::/, '');
  for (const row of grammar) {
    const match = row.pattern.exec(rest);
    if (match) {
      const label = row.label(match.slice(1));
      const window = changeOf(customId) ? 'never' : (row.window ?? 'never');
      return { class: row.class, label, window, repeatable: row.repeatable };
    }
  }
  return { class: 'unknown', label: '', window: 'never', repeatable: true };
}

/**
 * Whether a relay can read this id at all. Some relays crash over one that has fewer `::` parts than they expect, and
 * refuse nothing.
 */
export function isWellFormed(customId: string): boolean {
  if (customId.length > 255 || !/^MJ::[^:\s]+(::[^:\s]+)+$/.test(customId)) return false;
  const rest = customId.replace(/^MJ::/, '');
  return families.every(([begins, whole]) => !begins.test(rest) || whole.test(rest));
}

/** How the ids of a family begin, and what they consist of: numbers, and a picture's id, behind which more may stand. */
const families: readonly (readonly [begins: RegExp, whole: RegExp])[] = [
  [
    /^JOB::(?:upsample|variation|(?:low|high)_variation|reroll|pan_|animate|video_virtual)/i,
    /^JOB::[\w.]+::\d::[^:]+(?:::[^:]+)*$/i,
  ],
  [/^JOB::(?:upsample|variation|video_virtual_upscale)::/i, /^JOB::\w+::[1-4]::/i],
  [/^Outpaint/i, /^Outpaint::\d{2,3}::\d::[^:]+(?:::[^:]+)*$/i],
  [/^Inpaint/i, /^Inpaint::\d::[^:]+(?:::[^:]+)*$/i],
  [/^CustomZoom/i, /^CustomZoom::(?:\d::)?[^:]{2,}(?:::[^:]+)*$/i],
  [/^JOB::(?:PicReader|PromptAnalyzer)(?:::|$)/i, /^JOB::\w+::(?:[1-5]|all)$/i],
];
