import type { AutocompleteInteraction } from 'discord.js';
import { jobOfTask } from '../../domain/job/shared-message.ts';
import type { RecentTask } from '../../domain/ports/store.ts';
import type { Context, Services } from '../handler.ts';
import { CHOICE_MAX, choiceOf } from '../render/choice.ts';
import type { Choice } from '../responder.ts';

/** The newest entry of each task whose prompt or id contains all the words of the search. */
export function searchTasks(recent: readonly RecentTask[], search: string): readonly RecentTask[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const seen = new Set<string>();
  return recent.filter(({ taskId, prompt }) => {
    const text = `${prompt} ${taskId}`.toLowerCase();
    return wanted.every((word) => text.includes(word)) && !seen.has(taskId) && seen.add(taskId);
  });
}

/** Completes an option with the member's own tasks. */
export function suggestTasks(option: string) {
  return async ({ options, user }: AutocompleteInteraction, { store }: Context): Promise<readonly Choice[]> => {
    const recent = await store.members.recent(user.id);
    return searchTasks(recent, options.getString(option) ?? '')
      .filter(({ taskId }) => taskId.length <= CHOICE_MAX)
      .map(choiceOf);
  };
}

/** How many of a member's results are looked at for ones that reached nobody: each costs two reads of the store. */
const LOOKED_AT = 15;

/** A member's newest results that reached nobody: their jobs are settled and have no place. */
export async function undeliveredTasks(
  memberId: string,
  { engine, store }: Pick<Services, 'engine' | 'store'>,
): Promise<readonly RecentTask[]> {
  const newest = (await store.members.recent(memberId)).slice(0, LOOKED_AT);
  const undelivered = await Promise.all(
    newest.map(async (task) => {
      const record = await store.messages.get(task.place.messageId);
      const job = record && (await jobOfTask(record, task.taskId, engine.job));
      return job?.step === 'settled' && job.place === null ? [task] : [];
    }),
  );
  return undelivered.flat();
}
