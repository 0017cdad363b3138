import type { AutocompleteInteraction } from 'discord.js';
import type { RecentTask } from '../../domain/ports.ts';
import type { Context } from '../handler.ts';
import { plain } from '../render/escape.ts';
import type { Choice } from '../responder.ts';

const CHOICE_MAX = 100;

/** A task under its prompt, as an autocompletion or a select offers it. */
export function choiceOf({ taskId, prompt }: Pick<RecentTask, 'taskId' | 'prompt'>): Choice {
  const room = CHOICE_MAX - taskId.length - 3;
  return { name: plain(room > 3 ? `${plain(prompt, room)} · ${taskId}` : taskId, CHOICE_MAX), value: taskId };
}

/** One entry per task, the newest, whose prompt or number has all the words that were searched for. */
export function searched(recent: readonly RecentTask[], search: string): readonly RecentTask[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const seen = new Set<string>();
  return recent.filter(({ taskId, prompt }) => {
    const text = `${prompt} ${taskId}`.toLowerCase();
    return wanted.every((word) => text.includes(word)) && !seen.has(taskId) && seen.add(taskId);
  });
}

/** Suggests the caller's own tasks for an option. */
export function suggestTasks(option: string) {
  return async ({ options, user }: AutocompleteInteraction, { store }: Context): Promise<readonly Choice[]> => {
    const recent = await store.members.recent(user.id);
    return searched(recent, options.getString(option) ?? '')
      .filter(({ taskId }) => taskId.length <= CHOICE_MAX)
      .map(choiceOf);
  };
}

/** How far back is looked, in results: each costs two look-ups. */
const LOOKED_AT = 15;

/** A member's newest results that reached nobody: their jobs are settled and have no place. */
export async function keptOf(
  memberId: string,
  { engine, store }: Pick<Context, 'engine' | 'store'>,
): Promise<readonly RecentTask[]> {
  const newest = (await store.members.recent(memberId)).slice(0, LOOKED_AT);
  const kept = await Promise.all(
    newest.map(async (task) => {
      const record = await store.messages.get(task.place.messageId);
      const job = record && (await engine.job(record.jobId));
      return job?.step === 'settled' && job.place === null ? [task] : [];
    }),
  );
  return kept.flat();
}
