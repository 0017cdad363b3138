import { UserError } from '../failures/errors.ts';
import type { FlagTrouble } from '../failures/flag-trouble.ts';
import { type Flag, nameOf, readPromptFlags, writeFlag, writePrompt } from './flags/flags.ts';

/** What the text of a film says of how it is made. Null where it says nothing. */
export type FilmText = {
  /** The text without what the other fields say. */
  readonly prompt: string;
  readonly motion: 'low' | 'high' | null;
  readonly loop: boolean;
  /** The address of the picture that the film ends with. */
  readonly end: string | null;
  /** How many films. */
  readonly clips: 1 | 2 | 4 | null;
};

/** What the options of the command say. */
export type FilmOptions = { readonly motion: string | null; readonly hasEnd: boolean };

/**
 * Takes the flags of films out of a text: relays write them themselves, from fields of the submission, and Midjourney does not
 * take them twice. Throws UserError where an option says something else, or `--end` is neither a link nor `loop`.
 */
export function takeFilmFlags(text: string, options: FilmOptions = { motion: null, hasEnd: false }): FilmText {
  const { words, flags } = readPromptFlags(text);
  const named = (name: string) => flags.find((flag) => nameOf(flag) === name);
  const [motion, loop, end, clips] = [named('motion'), named('loop'), named('end'), named('bs')];
  const isLoop = end?.value.toLowerCase() === 'loop';
  const link = end && !isLoop ? end.value.replace(/^<(.*)>$/, '$1') : null;
  const troubles = [
    ...contradiction(motion, options.motion === null ? null : `--motion ${options.motion}`),
    ...contradiction(end, options.hasEnd ? '--end' : null),
    ...(link !== null && !/^https?:\/\/\S+$/i.test(link) ? [noEnd(link)] : []),
  ];
  if (troubles.length > 0) throw new UserError({ kind: 'flags', troubles });
  const rest = flags.filter((flag) => !taken.has(nameOf(flag)));
  return {
    prompt: rest.length === flags.length ? text : writePrompt({ words, flags: rest }),
    motion: motion ? (motion.value.toLowerCase() === 'high' ? 'high' : 'low') : null,
    loop: loop !== undefined || isLoop,
    end: link,
    clips: counts.find((count) => count === Number(clips?.value)) ?? null,
  };
}

const taken: ReadonlySet<string> = new Set(['motion', 'loop', 'end', 'bs', 'video']);
const counts = [1, 2, 4] as const;

function contradiction(flag: Flag | undefined, option: string | null): FlagTrouble[] {
  if (!flag || option === null || writeFlag(flag).toLowerCase() === option) return [];
  return [{ kind: 'contradiction', flag: writeFlag(flag), option }];
}

function noEnd(value: string): FlagTrouble {
  return { kind: 'malformed', flag: '--end', value, accepts: { kind: 'links' } };
}
