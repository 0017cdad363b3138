import { en } from '../../text/en/index.ts';
import { type Translation, translations } from '../../text/locale.ts';

/** A command, or an option of one, as far as it is localised. Discord.js's types of commands fit. */
export type CommandPart = {
  readonly name: string;
  readonly description?: string | undefined;
  readonly options?: readonly CommandPart[] | undefined;
  readonly choices?: readonly Choice[] | undefined;
};
type Choice = { readonly name: string; readonly value: string | number };

/** Texts by Discord's locale. */
type Localizations = Readonly<Record<string, string>>;
type WithLocalizedName = { readonly name_localizations?: Localizations };

/** The same with its texts in every language. */
export type LocalizedPart = Omit<CommandPart, 'options' | 'choices'> &
  WithLocalizedName & {
    readonly description_localizations?: Localizations;
    readonly options?: readonly LocalizedPart[];
    readonly choices?: readonly (Choice & WithLocalizedName)[];
  };

/** One command in one other language. */
type CommandTranslation = {
  readonly locale: string;
  /** Translates an English phrase; undefined when there is no translation. */
  readonly phrase: (english: string) => string | undefined;
  readonly commandName: string | undefined;
  readonly optionName: (name: string) => string | undefined;
};

/**
 * The command with its names, descriptions and choices in every other language. A phrase is translated by its place: it is
 * looked up in the English catalogue, and the other catalogue has its translation in the same place.
 * https://docs.discord.com/developers/interactions/application-commands#localization
 */
export function localized(command: CommandPart): LocalizedPart {
  const languages = [...translations].map(([locale, translation]) => translationOf(command, locale, translation));
  const namesOf = (name: string, own: (language: CommandTranslation) => string | undefined) =>
    localizations(languages, (language) => own(language) ?? language.phrase(name));

  function localizedPart({ options, choices, ...part }: CommandPart, names: Localizations | null): LocalizedPart {
    const descriptions = localizations(languages, ({ phrase }) => phrase(part.description ?? ''));
    return {
      ...part,
      ...(names && { name_localizations: names }),
      ...(descriptions && { description_localizations: descriptions }),
      ...(options && { options: options.map(localizedOption) }),
      ...(choices && { choices: choices.map(localizedChoice) }),
    };
  }

  function localizedOption(option: CommandPart): LocalizedPart {
    const names = namesOf(option.name, ({ optionName }) => optionName(option.name));
    return localizedPart(option, names);
  }

  function localizedChoice(choice: Choice): Choice & WithLocalizedName {
    const names = localizations(languages, ({ phrase }) => phrase(choice.name));
    return { ...choice, ...(names && { name_localizations: names }) };
  }

  const names = namesOf(command.name, ({ commandName }) => commandName);
  return localizedPart(command, names);
}

function translationOf({ name }: CommandPart, locale: string, { words, names }: Translation): CommandTranslation {
  const key = keyOf(name);
  const ofCommand = key ? pairs(en.commands[key], words.commands[key]) : new Map<string, string>();
  const ofAll = pairsOfAll(words);
  const named = isNamed(name, names) ? names[name] : null;
  const options = new Map(Object.entries<string>(named?.options ?? {}));
  return {
    locale,
    phrase: (english) => ofCommand.get(english) ?? ofAll.get(english),
    commandName: named?.name,
    optionName: (option) => options.get(option),
  };
}

const ofAllIn = new Map<Translation['words'], ReadonlyMap<string, string>>();

/** What is said in several commands, looked through once for each language. */
function pairsOfAll(words: Translation['words']): ReadonlyMap<string, string> {
  const known = ofAllIn.get(words) ?? pairs([en.choices, en.commands], [words.choices, words.commands]);
  ofAllIn.set(words, known);
  return known;
}

function isNamed(name: string, names: Translation['names']): name is keyof typeof names {
  return name in names;
}

/** The catalogue's key of a command. Entries of the Apps menu are found by their English name. */
function keyOf(name: string): keyof typeof en.commands | undefined {
  const isKey = (key: string): key is keyof typeof en.commands => key in en.commands;
  if (isKey(name)) return name;
  return Object.keys(en.commands)
    .filter(isKey)
    .find((key) => 'name' in en.commands[key] && en.commands[key].name === name);
}

/** Each text of one object with the text that has the same place in the other. */
function pairs(english: unknown, other: unknown): ReadonlyMap<string, string> {
  if (typeof english === 'string' && typeof other === 'string') return new Map([[english, other]]);
  if (typeof english !== 'object' || english === null || typeof other !== 'object' || other === null) return new Map();
  const others = new Map(Object.entries(other));
  return new Map(Object.entries(english).flatMap(([key, value]) => [...pairs(value, others.get(key))]));
}

/** The text in every language that has one; null when none has. */
function localizations(
  languages: readonly CommandTranslation[],
  textIn: (language: CommandTranslation) => string | undefined,
): Localizations | null {
  const texts = languages.flatMap((language): [string, string][] => {
    const text = textIn(language);
    return text === undefined ? [] : [[language.locale, text]];
  });
  return texts.length === 0 ? null : Object.fromEntries(texts);
}
