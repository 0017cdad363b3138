import { z } from 'zod';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import { textOf } from '../app/message-reading.ts';
import type { EmulatedTask } from '../emulator/relay/tasks.ts';
import type { CrashFixture } from './fixture.ts';
import { endingOf, type Gesture } from './members.ts';

const Stated = z.object({ state: z.string() });
const Press = z.object({ taskId: z.string(), customId: z.string() });

type Evidence = Pick<CrashFixture, 'bots' | 'discord' | 'relay'> & { readonly gestures: readonly Gesture[] };

/**
 * Compares what members did, what the relay was sent and charged, and what the channel shows, once everything has come
 * to rest. Every contradiction is a sentence.
 */
export function audit(evidence: Evidence): string[] {
  return [
    ...evidence.discord.violations,
    ...sentOnce(evidence),
    ...everyAnswerEnds(evidence),
    ...everyPictureIsShown(evidence),
    ...upscalesArePaidOnce(evidence),
    ...nothingElseIsPosted(evidence),
    ...noFaults(evidence),
  ];
}

/** Buttons of the relay that are posted and that the store knows nothing of. */
export async function deadButtons({ discord, record }: Pick<CrashFixture, 'discord' | 'record'>): Promise<string[]> {
  const messages = discord.messages().filter((message) => endingOf(message) === 'picture');
  const dead = messages.map(async ({ id, components }) => {
    const known = (await record(id))?.buttons.map((button) => button.id) ?? [];
    const posted = components.flatMap((row) => row.components.map(({ custom_id }) => custom_id ?? ''));
    const foreign = posted.filter((customId) => customId.startsWith('MJ::'));
    return foreign.filter((customId) => !known.includes(customId)).map((customId) => `${customId} of ${id} is dead`);
  });
  return (await Promise.all(dead)).flat();
}

/** The job that a submission is for. */
function jobIdOf(body: unknown): string {
  return jobIdIn(Stated.parse(body).state);
}

function messageOf({ gestures }: Evidence, job: string) {
  const interaction = gestures.find(({ handle }) => handle.id === job)?.handle.interaction;
  return interaction?.acknowledged ? interaction.original : null;
}

function endingFor(evidence: Evidence, job: string) {
  const message = messageOf(evidence, job);
  return message && endingOf(message);
}

function sentOnce(evidence: Evidence): string[] {
  const groups = Map.groupBy(evidence.relay.submissions, ({ endpoint, body }) => `${endpoint} of ${jobIdOf(body)}`);
  const twice = [...groups].filter(([, posts]) => posts.length > 1).map(([what]) => `${what} was submitted twice`);
  const unasked = evidence.relay.submissions
    .map(({ body }) => jobIdOf(body))
    .filter((job) => !messageOf(evidence, job));
  return [...twice, ...unasked.map((job) => `${job} was submitted though nobody was answered`)];
}

function everyAnswerEnds(evidence: Evidence): string[] {
  return evidence.gestures.flatMap(({ handle: { id, interaction } }) => {
    const { original } = interaction;
    if (!interaction.acknowledged || !original) return [];
    const ending = endingOf(original);
    if (ending === null || ending === 'unknown') return [`${id} ended with: ${textOf(original)}`];
    const seconds = evidence.gestures.filter(({ repeats }) => repeats === original);
    const taken = seconds.some(({ handle }) => handle.interaction.acknowledged);
    if (ending === 'superseded' && !taken) return [`${id} was given up though nobody tried again`];
    const isSubmitted = evidence.relay.submissions.some(({ body }) => jobIdOf(body) === id);
    return ending === 'earlierFound' && isSubmitted ? [`${id} was submitted though the first try was found`] : [];
  });
}

function everyPictureIsShown(evidence: Evidence): string[] {
  const finished = [...evidence.relay.tasks.values()].filter(({ status }) => status === 'SUCCESS');
  const hidden = finished
    .filter(({ state }) => !['picture', 'superseded'].includes(endingFor(evidence, jobIdIn(state)) ?? ''))
    .map(({ id, state }) => `the finished task ${id} of ${jobIdIn(state)} is not shown`);
  const shown = evidence.gestures.filter(({ handle }) => endingFor(evidence, handle.id) === 'picture');
  return [...hidden, ...shown.flatMap(({ handle }) => showsItsOwn(evidence, handle.id, finished))];
}

/** Exactly this gesture's picture, and exactly its buttons. */
function showsItsOwn(evidence: Evidence, job: string, finished: readonly EmulatedTask[]): string[] {
  const message = messageOf(evidence, job);
  const task = finished.find((one) => jobIdIn(one.state) === job);
  if (!message || !task) return [`${job} shows a picture that nobody made`];
  const posted = message.components.flatMap(({ components }) => components.map(({ custom_id }) => custom_id));
  const wanted = task.buttons.flatMap(({ customId }) => (customId ? [customId] : []));
  const [embed] = message.embeds;
  return [
    ...(message.attachments.length === 1 ? [] : [`${job} shows ${message.attachments.length} pictures`]),
    ...(JSON.stringify(embed).includes(task.id) ? [] : [`${job} shows another task than ${task.id}`]),
    ...wanted.filter((id) => !posted.includes(id)).map((id) => `${job} lacks the button ${id}`),
  ];
}

function upscalesArePaidOnce(evidence: Evidence): string[] {
  const upscales = evidence.relay.submissions.flatMap(({ body, billed }) => {
    const { data } = Press.safeParse(body);
    return billed && data?.customId.startsWith('MJ::JOB::upsample::')
      ? [{ what: `${data.customId} of ${data.taskId}`, job: jobIdOf(body) }]
      : [];
  });
  return [...Map.groupBy(upscales, ({ what }) => what)].flatMap(([what, paid]) => {
    const kept = paid.filter(({ job }) => endingFor(evidence, job) !== 'superseded');
    return kept.length > 1 ? [`${what} was paid for ${kept.length} times`] : [];
  });
}

function nothingElseIsPosted({ discord, gestures }: Evidence): string[] {
  const answers = new Set(gestures.map(({ handle }) => handle.interaction.original?.id));
  return discord
    .messages()
    .filter(({ id, ephemeral }) => !ephemeral && !answers.has(id))
    .map((message) => `nobody asked for the message: ${textOf(message)}`);
}

function noFaults({ bots }: Evidence): string[] {
  return bots.flatMap(({ stdout, stderr }) => [
    ...stdout.split('\n').filter((line) => line.includes('"level":"error"') && !line.includes('"alert":')),
    ...(stderr === '' ? [] : [stderr]),
  ]);
}
