import type { en } from './en/index.ts';

/** What a translation must have: a text for each text, and for each function one that takes the same and tells as much. */
type Widen<Words> = Words extends string
  ? string
  : Words extends (...given: infer Given) => infer Told
    ? (...given: Given) => Widen<Told>
    : { readonly [Key in keyof Words]: Widen<Words[Key]> };

/**
 * Everything members read, in one language; English says what there is. Arguments that come from outside (prompts, names,
 * the relay's wording) are put in as they are: escape them first. Links are ready-made addresses. Times are in ms.
 */
export type Catalogue = Widen<typeof en>;

type Commands = Catalogue['commands'];

/** The slash commands: what has options. A menu's name is in the catalogue itself. */
type Slash = {
  readonly [Name in keyof Commands]: Commands[Name] extends { readonly options: object } ? Name : never;
}[keyof Commands];

/**
 * What slash commands and their options are called in a language other than English, whose names are the real ones.
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
 */
export type CommandNames = {
  readonly [Name in Slash]: {
    readonly name: string;
    readonly options: Readonly<Record<keyof Commands[Name]['options'], string>>;
  };
};
