import type { RecentTask } from '../../domain/ports/store.ts';
import { plain } from './escape.ts';

/**
 * Longest name and longest value of a choice that Discord takes, in UTF-16 units, see
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
 */
export const CHOICE_MAX = 100;

/** A task under its prompt, as an autocompletion or a select offers it. */
export function choiceOf({ taskId, prompt }: Pick<RecentTask, 'taskId' | 'prompt'>): {
  readonly name: string;
  readonly value: string;
} {
  const room = CHOICE_MAX - taskId.length - 3;
  return { name: plain(room > 3 ? `${plain(prompt, room)} · ${taskId}` : taskId, CHOICE_MAX), value: taskId };
}
