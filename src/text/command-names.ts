import type { CommandCatalogue } from './catalogue.ts';

/** The slash commands: what has options. Menus are named in the catalogue itself. */
type Slash = {
  readonly [C in keyof CommandCatalogue]: CommandCatalogue[C] extends { readonly options: object } ? C : never;
}[keyof CommandCatalogue];

/**
 * What slash commands and their options are called in a language other than English, whose names are the real ones.
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
 */
export type CommandNames = {
  readonly [C in Slash]: {
    readonly name: string;
    readonly options: Readonly<Record<keyof CommandCatalogue[C]['options'], string>>;
  };
};
