import type { Speed } from '../domain/settings/choices.ts';

/** Choices of options that are words, by the value that is sent. Numbers and names of models are the same everywhere. */
export type ChoiceWords = Readonly<Record<Speed, string>>;
