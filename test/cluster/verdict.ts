import { z } from 'zod';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import { isOnboarding, textOf } from '../app/message-reading.ts';
import { endingOf } from '../crash/members.ts';
import type { Handle } from '../emulator/discord/handle.ts';
import type { Cluster } from './fixture.ts';

const Stated = z.object({ state: z.string() });

type Evidence = Pick<Cluster, 'discord' | 'relay'>;

/** The job that a submission is for. */
export function jobOf(body: unknown): string {
  return jobIdIn(Stated.parse(body).state);
}

/** Gestures that nobody has answered in time, as sentences. */
export function unanswered(gestures: readonly Handle[]): string[] {
  return gestures
    .filter(({ interaction }) => interaction.acknowledged === null)
    .map(({ id, interaction }) => `${id} was not answered; it was sent to ${interaction.sentTo.join() || 'nobody'}`);
}

/** What was sent to the relay more than once, or for nobody. */
export function doubleSubmissions({ relay }: Pick<Evidence, 'relay'>, pictures: readonly Handle[]): string[] {
  const known = new Set(pictures.map(({ id }) => id));
  const groups = Map.groupBy(relay.submissions, ({ body }) => jobOf(body));
  return [...groups].flatMap(([job, posts]) => [
    ...(posts.length > 1 ? [`${job} was submitted ${posts.length} times`] : []),
    ...(known.has(job) ? [] : [`${job} was submitted and nobody asked for it`]),
  ]);
}

/** Pictures that are not shown where they were asked for: only what never reached the relay may be told as unclear. */
export function notShown({ relay }: Pick<Evidence, 'relay'>, pictures: readonly Handle[]): string[] {
  const made = new Set([...relay.tasks.values()].map(({ state }) => jobIdIn(state)));
  return pictures.flatMap(({ id, interaction: { original } }) => {
    if (!original) return [`${id} has no message`];
    const ending = endingOf(original);
    if (ending === 'picture' && original.attachments.length === 1) return [];
    if (ending === 'unknown' && !made.has(id)) return [];
    return [`${id} ends with ${ending ?? 'no end'}: ${textOf(original)}`];
  });
}

/** Messages in the channel that answer nobody, and answers that stand there twice. */
export function strayMessages({ discord }: Pick<Evidence, 'discord'>, gestures: readonly Handle[]): string[] {
  const answers = new Set(gestures.map(({ interaction }) => interaction.original?.id));
  return discord
    .messages()
    .filter((message) => !message.ephemeral && !answers.has(message.id) && !isOnboarding(message))
    .map((message) => `nobody asked for the message: ${textOf(message)}`);
}

/** Everything that a member or a relay could complain about. */
export function complaints(evidence: Evidence, gestures: readonly Handle[], pictures: readonly Handle[]): string[] {
  return [
    ...unanswered(gestures),
    ...doubleSubmissions(evidence, pictures),
    ...notShown(evidence, pictures),
    ...strayMessages(evidence, gestures),
    ...evidence.discord.violations,
  ];
}

/** How long first answers took, in ms, from the fastest to the slowest. */
export function answerTimes(gestures: readonly Handle[]): readonly number[] {
  return gestures.flatMap(({ interaction }) => interaction.acknowledged?.ms ?? []).toSorted((a, b) => a - b);
}
