import { isHalfQuoted, spellings } from './clean.ts';
import { type EnvTrouble, envTrouble } from './env-trouble.ts';
import { withSecretFiles } from './secret-files.ts';
import type { Environment, SettingsFiles } from './sources.ts';
import { type UnknownName, unknownNameSentence, unknownNames } from './unknown-names.ts';

/** What can be said of settings before their values are looked at. No sentence repeats a value. */
export type Inspection = {
  /** Why a file was not read. Where there is a sentence, all else is missing, and nothing else is to be said. */
  readonly unread: readonly string[];
  /** What must not be guessed at. */
  readonly problems: readonly string[];
  /** What is no hindrance and should be put right. */
  readonly notes: readonly string[];
  /** The settings whose value has a quotation mark at one end only, which `problems` tells. */
  readonly halfQuoted: readonly string[];
};

/** Looks at how settings are written. `names` are those that matter to the caller, of all `settings` that there are. */
export function inspect(
  env: Environment,
  files: SettingsFiles,
  { names, settings }: { readonly names: readonly string[]; readonly settings: readonly string[] },
): Inspection {
  const spelled = settings.flatMap(spellings);
  const troubles = files.settings.map((file): EnvTrouble => envTrouble(file, spelled));
  const unknown = unknownNames(env, spelled, new Set(troubles.flatMap((trouble) => trouble.names)));
  const hinders = (one: UnknownName) => one.isAboutAccess && names.includes('ALLOWED_GUILDS');
  const halfQuoted = names.filter((name) => isHalfQuoted(env, name));
  return {
    unread: troubles.flatMap((trouble) => trouble.unread ?? []),
    problems: [
      ...troubles.flatMap((trouble) => trouble.problems),
      ...halfQuoted.map((name) => `${name} has a quotation mark at one end only: add the other, or remove it.`),
      ...unknown.filter(hinders).map(unknownNameSentence),
    ],
    notes: [
      ...troubles.flatMap((trouble) => trouble.notes),
      ...unknown.filter((one) => !hinders(one)).map(unknownNameSentence),
      ...withSecretFiles(env, files.secrets).notes,
    ],
    halfQuoted,
  };
}
