import { z } from 'zod';
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

function stateOf(body: unknown): string {
  return Stated.parse(body).state;
}

function messageOf({ gestures }: Evidence, state: string) {
  const interaction = gestures.find(({ handle }) => handle.id === state)?.handle.interaction;
  return interaction?.acknowledged ? interaction.original : null;
}

function endingFor(evidence: Evidence, state: string) {
  const message = messageOf(evidence, state);
  return message && endingOf(message);
}

function sentOnce(evidence: Evidence): string[] {
  const groups = Map.groupBy(evidence.relay.submissions, ({ endpoint, body }) => `${endpoint} of ${stateOf(body)}`);
  const twice = [...groups].filter(([, posts]) => posts.length > 1).map(([what]) => `${what} was submitted twice`);
  const unasked = evidence.relay.submissions
    .map(({ body }) => stateOf(body))
    .filter((state) => !messageOf(evidence, state));
  return [...twice, ...unasked.map((state) => `${state} was submitted though nobody was answered`)];
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
    const isSubmitted = evidence.relay.submissions.some(({ body }) => stateOf(body) === id);
    return ending === 'earlierFound' && isSubmitted ? [`${id} was submitted though the first try was found`] : [];
  });
}

function everyPictureIsShown(evidence: Evidence): string[] {
  const finished = [...evidence.relay.tasks.values()].filter(({ status }) => status === 'SUCCESS');
  const hidden = finished
    .filter(({ state }) => !['picture', 'superseded'].includes(endingFor(evidence, state) ?? ''))
    .map(({ id, state }) => `the finished task ${id} of ${state} is not shown`);
  const shown = evidence.gestures.filter(({ handle }) => endingFor(evidence, handle.id) === 'picture');
  return [...hidden, ...shown.flatMap(({ handle }) => showsItsOwn(evidence, handle.id, finished))];
}

/** Exactly this gesture's picture, and exactly its buttons. */
function showsItsOwn(evidence: Evidence, state: string, finished: readonly EmulatedTask[]): string[] {
  const message = messageOf(evidence, state);
  const task = finished.find((one) => one.state === state);
  if (!message || !task) return [`${state} shows a picture that nobody made`];
  const posted = message.components.flatMap(({ components }) => components.map(({ custom_id }) => custom_id));
  const wanted = task.buttons.flatMap(({ customId }) => (customId ? [customId] : []));
  const [embed] = message.embeds;
  return [
    ...(message.attachments.length === 1 ? [] : [`${state} shows ${message.attachments.length} pictures`]),
    ...(JSON.stringify(embed).includes(task.id) ? [] : [`${state} shows another task than ${task.id}`]),
    ...wanted.filter((id) => !posted.includes(id)).map((id) => `${state} lacks the button ${id}`),
  ];
}

function upscalesArePaidOnce(evidence: Evidence): string[] {
  const upscales = evidence.relay.submissions.flatMap(({ body, billed }) => {
    const { data } = Press.safeParse(body);
    return billed && data?.customId.startsWith('MJ::JOB::upsample::')
      ? [{ what: `${data.customId} of ${data.taskId}`, state: stateOf(body) }]
      : [];
  });
  return [...Map.groupBy(upscales, ({ what }) => what)].flatMap(([what, paid]) => {
    const kept = paid.filter(({ state }) => endingFor(evidence, state) !== 'superseded');
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
    ...stdout.split('\n').filter((line) => line.includes('"level":"error"')),
    ...(stderr === '' ? [] : [stderr]),
  ]);
}
