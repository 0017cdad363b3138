import type { FlagTrouble } from '../../failures/flag-trouble.ts';
import {
  type FlagKind,
  isAmong,
  isSurelyAmong,
  kindOf,
  type Model,
  modelName,
  models,
  notForFilms,
  readModel,
  weightedTexts,
} from '../../midjourney.ts';
import { type Flag, modelFlag, nameOf, subjectOf, writeFlag } from './flags.ts';
import { isAccepted } from './value.ts';

/** A prompt's flags as the version that draws it takes them, and what it does not take of what the member said. */
export type FittedFlags = { readonly flags: readonly Flag[]; readonly troubles: readonly FlagTrouble[] };

type Spans = NonNullable<FlagKind['versions']>;

/**
 * Fits flags, of which no two have one subject, to the version that draws the prompt. Where the member named no version and a
 * flag needs another than would draw by itself (`--oref` needs 7), that version is added: without it the task would fail after
 * it was charged. Defaults that the version does not take are left out.
 */
export function fitToModel(words: string, flags: readonly Flag[]): FittedFlags {
  if (flags.some((flag) => nameOf(flag) === 'video')) return fitToFilms(flags);
  const chosen = flags.find((flag) => subjectOf(flag) === 'model');
  const said = chosen !== undefined && chosen.origin !== 'default';
  const home = said ? null : homeOf(flags, chosen);
  const model = modelOf(home ?? chosen);
  const all = home ? [...flags.filter((flag) => flag !== chosen), home] : flags;
  const judged = all.map((flag) => ({ flag, trouble: flagTrouble(flag, model, said) }));
  const troubles = judged.flatMap(({ flag, trouble }) => (trouble && flag.origin !== 'default' ? [trouble] : []));
  const weights =
    hasWeights(words) && !isAmong(model, weightedTexts) ? [versionTrouble('::', model, said, weightedTexts)] : [];
  return { flags: judged.flatMap(({ flag, trouble }) => (trouble ? [] : [flag])), troubles: [...troubles, ...weights] };
}

/** Leaves out the defaults that no film is made with; names the others. */
export function fitToFilms(flags: readonly Flag[]): FittedFlags {
  const wrong = flags.filter((flag) => notForFilms.includes(nameOf(flag)));
  const troubles = wrong.flatMap((flag): FlagTrouble[] =>
    flag.origin === 'default' ? [] : [{ kind: 'notForFilms', flag: `--${flag.name}` }],
  );
  return { flags: flags.filter((flag) => !wrong.includes(flag)), troubles };
}

/** The version that a flag needs and the prompt does not have, as a flag; null when there is none. */
function homeOf(flags: readonly Flag[], chosen: Flag | undefined): Flag | null {
  const model = modelOf(chosen);
  const needy = flags.find((flag) => {
    const { versions, homes } = kindOf(flag.name) ?? {};
    // Of two defaults, the version was picked from a list and counts.
    const isHeard = flag.origin !== 'default' || chosen === undefined;
    return isHeard && versions && homes && !isAmong(model, versions);
  });
  const homes = needy && kindOf(needy.name)?.homes;
  if (!homes) return null;
  const { family } = model;
  return modelFlag(homes.find((home) => home.startsWith('niji') === (family === 'niji')) ?? homes[0], 'default');
}

/** The version that a flag names; without one, what draws by itself. */
function modelOf(flag: Flag | undefined): Model {
  return readModel(flag ? `${nameOf(flag) === 'niji' ? 'niji ' : ''}${flag.value}` : '');
}

function flagTrouble(flag: Flag, model: Model, said: boolean): FlagTrouble | null {
  const kind = kindOf(flag.name);
  if (!kind) return null;
  if (kind.versions && !isAmong(model, kind.versions)) {
    return versionTrouble(`--${flag.name}`, model, said, kind.versions, kind.homes);
  }
  const narrower = kind.narrower?.find(({ versions }) => isSurelyAmong(model, versions));
  // What no version takes is told as that.
  if (!narrower || isAccepted(flag.value, narrower.accepts) || !isAccepted(flag.value, kind.accepts)) return null;
  const { accepts } = narrower;
  return { kind: 'malformed', flag: `--${flag.name}`, value: flag.value, accepts, model: modelName(model) };
}

/** `homes`: the versions to name; without them, those that are offered. */
function versionTrouble(
  flag: string,
  model: Model,
  said: boolean,
  versions: Spans,
  homes: readonly string[] = models.map(({ value }) => value),
): FlagTrouble {
  const fits = homes
    .map((value) => modelFlag(value, 'default'))
    .filter((one) => isAmong(modelOf(one), versions))
    .map(writeFlag);
  return { kind: 'version', flag, model: modelName(model), said, fits };
}

/** Whether a prompt gives its texts weights: two colons with a number, a space or nothing behind them. */
function hasWeights(words: string): boolean {
  return /::(?=\s|$|-?\.?\d)/.test(words);
}
