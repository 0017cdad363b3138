import type { Evidence } from './evidence.ts';
import { everyGestureIsAnswered } from './shared-answers.ts';
import { lostBetween } from './stalls.ts';

/** Discord waits so long for a first answer, in ms. */
export const LIMIT = 3_000;
/** A bot that gets the processor when it wants it has given its first answer after so many ms, or tried to. */
export const OWN_TIME = 2_500;
/** A process that is killed is seen to be gone a moment later, in ms. */
export const UNCERTAINTY = 200;

/**
 * Every member is answered in time. What excuses the bot is measured: Discord did not send it the gesture, sent it late
 * or did not take the answer, the process died over it, or bot and emulators stood still for so long that less than
 * OWN_TIME was left.
 */
export function everyAnswerIsInTime(evidence: Evidence): string[] {
  if (evidence.processes > 1) return everyGestureIsAnswered(evidence);
  const { gestures, discord, runs } = evidence;
  const answers = discord.requests.filter(({ route }) => route.endsWith('/callback'));
  const byInteraction = Map.groupBy(answers, ({ interactionId }) => interactionId ?? '');
  return gestures.flatMap(({ what, handle: { id, interaction } }) => {
    const { acknowledged, createdAt, deliveredAt } = interaction;
    if (acknowledged || deliveredAt === null) return [];
    const deadline = createdAt + LIMIT;
    const [first] = byInteraction.get(id) ?? [];
    if (first && first.at <= deadline) return [];
    const died = ({ endedAt }: (typeof runs)[number]) =>
      endedAt !== null && endedAt > deliveredAt - UNCERTAINTY && endedAt < deadline + UNCERTAINTY;
    if (runs.some(died)) return [];
    const had = deadline - deliveredAt - lost(evidence, deliveredAt, deadline);
    const answered = first ? `answered after ${first.at - createdAt} ms` : 'never answered';
    return had > OWN_TIME ? [`${what} ${id} was ${answered}, and ${Math.round(had)} ms were the bot's own`] : [];
  });
}

/** How much of the time between two moments the machine kept from the emulators and from the bots, in ms. */
export function lost({ stalls, runs }: Pick<Evidence, 'stalls' | 'runs'>, from: number, to: number): number {
  const alive = runs.filter(({ startedAt, endedAt }) => startedAt < to && (endedAt === null || endedAt > from));
  return alive.reduce((sum, run) => sum + lostBetween(run.stalls, from, to), lostBetween(stalls, from, to));
}

/**
 * The bot meets no 429 of its own making. A process cannot know what others have used up, nor what one that died just before it has:
 * only then Discord may refuse it once that bucket is used up.
 */
export function limitsAreKept({ discord, runs }: Evidence): string[] {
  return discord.rateLimited
    .filter(
      ({ since, at, isAlone }) =>
        isAlone && !runs.some(({ endedAt }) => endedAt !== null && endedAt > since - UNCERTAINTY && endedAt < at),
    )
    .map(
      ({ method, route, key, since, at }) => `429 for ${method} ${route} (${key}), ${at - since} ms after its first`,
    );
}
