import type { RelayButton } from '../job/task.ts';

/**
 * The original midjourney-proxy tells of no buttons and cannot press any. It takes three changes of a finished grid
 * instead: one of its pictures alone, four more like one of them, and four new ones. Such a grid is given the buttons that
 * Midjourney has for these. Their ids are Midjourney's with a mark of ours behind, so that every message keeps for good
 * which way its buttons go.
 */
const MARK = '::CHANGE';

/** What is asked of such a relay. `index` counts from 1. */
export type Change =
  | { readonly action: 'UPSCALE' | 'VARIATION'; readonly index: number }
  | { readonly action: 'REROLL' };

/** The buttons of a finished grid, in Midjourney's order. `hash` is Midjourney's id of the picture. */
export function changeButtons(hash: string): readonly RelayButton[] {
  const numbered = (kind: string, letter: string) =>
    [1, 2, 3, 4].map((n) => button(`MJ::JOB::${kind}::${n}::${hash}${MARK}`, `${letter}${n}`, ''));
  return [
    ...numbered('upsample', 'U'),
    button(`MJ::JOB::reroll::0::${hash}::SOLO${MARK}`, '', '🔄'),
    ...numbered('variation', 'V'),
  ];
}

/** The change that a button stands for; null for a button that the relay has told of itself. */
export function changeOf(customId: string): Change | null {
  if (!customId.endsWith(MARK)) return null;
  const [, kind = '', index = ''] = /^MJ::JOB::(upsample|variation|reroll)::([0-4])::/.exec(customId) ?? [];
  if (kind === 'reroll') return { action: 'REROLL' };
  if (kind === '' || index === '0') return null;
  return { action: kind === 'upsample' ? 'UPSCALE' : 'VARIATION', index: Number(index) };
}

/** Whether the button makes something like its picture and would ask for a new prompt, if it were pressed itself. */
export function keepsPrompt(customId: string): boolean {
  const change = changeOf(customId);
  return change !== null && change.action !== 'UPSCALE';
}

/** The id that Midjourney itself gives the button. */
export function withoutMark(customId: string): string {
  return customId.endsWith(MARK) ? customId.slice(0, -MARK.length) : customId;
}

function button(customId: string, label: string, emoji: string): RelayButton {
  return { customId, label, emoji, style: 2 };
}
