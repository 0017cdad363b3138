import { en } from '../../text/en/index.ts';
import { type Translation, translations } from '../../text/locale.ts';

/** What is localised of a command, an option or a choice. Discord.js's types of commands fit. */
export type Told = {
  readonly name: string;
  readonly description?: string | undefined;
  readonly options?: readonly Told[] | undefined;
  readonly choices?: readonly Choice[] | undefined;
};
type Choice = { readonly name: string; readonly value: string | number };

/** By Discord's locale. */
type Localizations = Readonly<Record<string, string>>;
type Named = { readonly name_localizations?: Localizations };

/** What Discord is told. */
export type Localized = Omit<Told, 'options' | 'choices'> &
  Named & {
    readonly description_localizations?: Localizations;
    readonly options?: readonly Localized[];
    readonly choices?: readonly (Choice & Named)[];
  };

type Dictionary = ReadonlyMap<string, string>;

/** One command in one other language. */
type Tongue = {
  readonly locale: string;
  /** From the English phrase; undefined when there is nothing to translate. */
  readonly phrase: (english: string) => string | undefined;
  readonly command: string | undefined;
  readonly option: (name: string) => string | undefined;
};

/**
 * The command with its names, descriptions and choices in every other language, told from the catalogues: an English
 * phrase is found in ours, and stands in the same place in theirs.
 * https://docs.discord.com/developers/interactions/application-commands#localization
 */
export function localized(command: Told): Localized {
  const tongues = [...translations].map(([locale, translation]) => tongueOf(command, locale, translation));
  const named = (name: string, of: (tongue: Tongue) => string | undefined) =>
    collect(tongues, (tongue) => of(tongue) ?? tongue.phrase(name));

  function tell({ options, choices, ...told }: Told, names: Localizations | null): Localized {
    const { description = '' } = told;
    const descriptions = collect(tongues, ({ phrase }) => phrase(description));
    return {
      ...told,
      ...(names && { name_localizations: names }),
      ...(descriptions && { description_localizations: descriptions }),
      ...(options && {
        options: options.map((one) =>
          tell(
            one,
            named(one.name, ({ option }) => option(one.name)),
          ),
        ),
      }),
      ...(choices && {
        choices: choices.map((choice) => {
          const translated = collect(tongues, ({ phrase }) => phrase(choice.name));
          return { ...choice, ...(translated && { name_localizations: translated }) };
        }),
      }),
    };
  }

  return tell(
    command,
    named(command.name, (tongue) => tongue.command),
  );
}

function tongueOf({ name }: Told, locale: string, { words, names }: Translation): Tongue {
  const key = keyOf(name);
  const own = key ? pairs(en.commands[key], words.commands[key]) : new Map<string, string>();
  const all = pairs([en.choices, en.commands], [words.choices, words.commands]);
  const called = isNamed(name, names) ? names[name] : null;
  const options = new Map(Object.entries<string>(called?.options ?? {}));
  return {
    locale,
    phrase: (english) => own.get(english) ?? all.get(english),
    command: called?.name,
    option: (option) => options.get(option),
  };
}

function isNamed(name: string, names: Translation['names']): name is keyof typeof names {
  return name in names;
}

/** Where the catalogue has a command; menus are found by their English name. */
function keyOf(name: string): keyof typeof en.commands | undefined {
  const isKey = (key: string): key is keyof typeof en.commands => key in en.commands;
  if (isKey(name)) return name;
  return Object.keys(en.commands)
    .filter(isKey)
    .find((key) => 'name' in en.commands[key] && en.commands[key].name === name);
}

/** Every text of ours with what stands in its place in theirs. */
function pairs(ours: unknown, theirs: unknown): Dictionary {
  if (typeof ours === 'string' && typeof theirs === 'string') return new Map([[ours, theirs]]);
  if (typeof ours !== 'object' || ours === null || typeof theirs !== 'object' || theirs === null) return new Map();
  const others = new Map(Object.entries(theirs));
  return new Map(Object.entries(ours).flatMap(([key, value]) => [...pairs(value, others.get(key))]));
}

/** Null when no language has anything to say. */
function collect(tongues: readonly Tongue[], tell: (tongue: Tongue) => string | undefined): Localizations | null {
  const texts = tongues.flatMap((tongue): [string, string][] => {
    const text = tell(tongue);
    return text === undefined ? [] : [[tongue.locale, text]];
  });
  return texts.length === 0 ? null : Object.fromEntries(texts);
}
