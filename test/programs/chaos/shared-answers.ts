import { LIMIT, lost, OWN_TIME, UNCERTAINTY } from './answers.ts';
import type { ProcessRun } from './bot-run.ts';
import type { Evidence } from './evidence.ts';

/**
 * Of several processes one may die over a gesture, freeze, or be kept from it by the machine: another one that was sent the gesture then
 * answers it, if it had the time. Two that fail at once may leave it unanswered, as the second may have had it in hand.
 */
export function everyGestureIsAnswered({ gestures, discord, runs, stalls }: Evidence): string[] {
  const answers = discord.requests.filter(({ route }) => route.endsWith('/callback'));
  const byInteraction = Map.groupBy(answers, ({ interactionId }) => interactionId ?? '');
  const byName = new Map(runs.map((run) => [run.name, run]));

  return gestures.flatMap(({ what, handle: { id, interaction } }) => {
    const { acknowledged, createdAt, deliveries } = interaction;
    if (acknowledged) return [];
    const deadline = createdAt + LIMIT;
    const first = byInteraction.get(id)?.[0];
    if (first && first.at <= deadline) return [];
    const times = new Map<ProcessRun, number>();
    for (const { by, at } of deliveries) {
      const run = byName.get(by);
      if (run) times.set(run, hadTime(run, at, deadline, stalls));
    }
    const able = [...times].filter(([, had]) => had > OWN_TIME);
    if (able.length === 0 || times.size - able.length > 1) return [];
    const told = able.map(([{ name }, had]) => `${name} had ${Math.round(had)} ms`).join(', ');
    return [`${what} ${id} was ${first ? `answered after ${first.at - createdAt} ms` : 'never answered'}, and ${told}`];
  });
}

/** How long a process had for a gesture that it was sent at that moment, in ms: nothing when it died over it. */
function hadTime(run: ProcessRun, at: number, deadline: number, stalls: Evidence['stalls']): number {
  const { endedAt } = run;
  if (endedAt !== null && endedAt < deadline + UNCERTAINTY) return 0;
  return deadline - at - lost({ stalls, runs: [run] }, at, deadline);
}
