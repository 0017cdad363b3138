import type { FlagTrouble } from '../failures/flag-trouble.ts';
import { kindOf } from '../midjourney.ts';
import type { MemberSettings } from '../settings/settings.ts';
import { type Flag, modelFlag, type ParsedPrompt, readPromptFlags } from './flags/flags.ts';
import { flagTroubles } from './flags/troubles.ts';

/**
 * What a member's settings add to a prompt that does not say it itself. Flags that Midjourney would refuse in every version
 * are left out, and those that belong to films.
 */
export function defaultsOf({
  aspect,
  model,
  speed,
  stylize,
  suffix,
}: MemberSettings): Pick<ParsedPrompt, 'words' | 'flags'> {
  const origin = 'default';
  const { words, flags } = readPromptFlags(suffix, origin);
  const chosen: Flag[] = [
    ...(aspect === null ? [] : [{ name: 'ar', value: aspect, origin } as const]),
    ...(model === null ? [] : [modelFlag(model, origin)]),
    ...(stylize === null ? [] : [{ name: 's', value: String(stylize), origin } as const]),
    ...(speed === null ? [] : [{ name: speed, value: '', origin } as const]),
  ];
  const sound = [...flags, ...chosen].filter((flag) => !kindOf(flag.name)?.only && flagTroubles([flag]).length === 0);
  return { words, flags: sound };
}

/** What is wrong with the flags that a member wants added to every prompt: everything that `defaultsOf` would leave out. */
export function suffixTroubles(suffix: string): readonly FlagTrouble[] {
  const { flags } = readPromptFlags(suffix);
  const misplaced = flags.flatMap(({ name }): FlagTrouble[] => {
    const belongs = kindOf(name)?.only;
    return belongs ? [{ kind: 'misplaced', flag: `--${name}`, belongs }] : [];
  });
  return [...flagTroubles(flags), ...misplaced];
}

/** Whether a result is shown only to its requester: as they chose for this one, else as their settings say. */
export function isPrivate(chosen: boolean | null, settings: Pick<MemberSettings, 'private'>): boolean {
  return chosen ?? settings.private;
}
