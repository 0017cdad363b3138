import type { MemberSettings } from '../settings/settings.ts';
import { type Flag, flagTroubles, type ParsedPrompt, readPromptFlags } from './flags/flags.ts';

/** A version such as `7`, or `niji 6`, as a flag. */
export function modelFlag(model: string, origin: Flag['origin']): Flag {
  const isNiji = /^niji\b/i.test(model);
  return isNiji ? { name: 'niji', value: model.slice(4).trim(), origin } : { name: 'v', value: model, origin };
}

/**
 * What a member's settings add to a prompt that does not say it itself. Flags that Midjourney would refuse are left out.
 */
export function defaultsOf({ aspect, model, speed, stylize, suffix }: MemberSettings): ParsedPrompt {
  const origin = 'default';
  const { words, flags } = readPromptFlags(suffix, origin);
  const chosen: Flag[] = [
    ...(aspect === null ? [] : [{ name: 'ar', value: aspect, origin } as const]),
    ...(model === null ? [] : [modelFlag(model, origin)]),
    ...(stylize === null ? [] : [{ name: 's', value: String(stylize), origin } as const]),
    ...(speed === null ? [] : [{ name: speed, value: '', origin } as const]),
  ];
  return { words, flags: [...flags, ...chosen].filter((flag) => flagTroubles([flag]).length === 0) };
}

/** Whether a result is shown only to its requester: as they chose for this one, else as their settings say. */
export function isPrivate(chosen: boolean | null, settings: Pick<MemberSettings, 'private'>): boolean {
  return chosen ?? settings.private;
}
