import { z } from 'zod';
import { textOf } from '../app/message-reading.ts';
import type { EmulatedTask } from '../emulator/relay/tasks.ts';
import type { CrashFixture } from './fixture.ts';
import { endingOf, type Gesture } from './members.ts';

const Stated = z.object({ state: z.string() });
const Press = z.object({ taskId: z.string(), customId: z.string() });

type Ledgers = Pick<CrashFixture, 'bots' | 'discord' | 'relay'> & { readonly gestures: readonly Gesture[] };

/**
 * Compares what members did, what the relay was sent and charged, and what the channel shows, once everything has come
 * to rest. Every contradiction is a sentence.
 */
export function audit(ledgers: Ledgers): string[] {
  return [
    ...ledgers.discord.violations,
    ...sentOnce(ledgers),
    ...everyAnswerEnds(ledgers),
    ...everyPictureIsShown(ledgers),
    ...upscalesArePaidOnce(ledgers),
    ...nothingElseIsPosted(ledgers),
    ...noFaults(ledgers),
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

function messageOf({ gestures }: Ledgers, state: string) {
  const interaction = gestures.find(({ handle }) => handle.id === state)?.handle.interaction;
  return interaction?.acknowledged ? interaction.original : null;
}

function endingFor(ledgers: Ledgers, state: string) {
  const message = messageOf(ledgers, state);
  return message && endingOf(message);
}

function sentOnce(ledgers: Ledgers): string[] {
  const groups = Map.groupBy(ledgers.relay.submissions, ({ endpoint, body }) => `${endpoint} of ${stateOf(body)}`);
  const twice = [...groups].filter(([, posts]) => posts.length > 1).map(([what]) => `${what} was submitted twice`);
  const unasked = ledgers.relay.submissions
    .map(({ body }) => stateOf(body))
    .filter((state) => !messageOf(ledgers, state));
  return [...twice, ...unasked.map((state) => `${state} was submitted though nobody was answered`)];
}

function everyAnswerEnds(ledgers: Ledgers): string[] {
  return ledgers.gestures.flatMap(({ handle: { id, interaction } }) => {
    const { original } = interaction;
    if (!interaction.acknowledged || !original) return [];
    const ending = endingOf(original);
    if (ending === null || ending === 'unknown') return [`${id} ended with: ${textOf(original)}`];
    const seconds = ledgers.gestures.filter(({ repeats }) => repeats === original);
    const taken = seconds.some(({ handle }) => handle.interaction.acknowledged);
    return ending === 'superseded' && !taken ? [`${id} was given up though nobody tried again`] : [];
  });
}

function everyPictureIsShown(ledgers: Ledgers): string[] {
  const finished = [...ledgers.relay.tasks.values()].filter(({ status }) => status === 'SUCCESS');
  const hidden = finished
    .filter(({ state }) => !['picture', 'superseded'].includes(endingFor(ledgers, state) ?? ''))
    .map(({ id, state }) => `the finished task ${id} of ${state} is not shown`);
  const shown = ledgers.gestures.filter(({ handle }) => endingFor(ledgers, handle.id) === 'picture');
  return [...hidden, ...shown.flatMap(({ handle }) => showsItsOwn(ledgers, handle.id, finished))];
}

/** Exactly this gesture's picture, and exactly its buttons. */
function showsItsOwn(ledgers: Ledgers, state: string, finished: readonly EmulatedTask[]): string[] {
  const message = messageOf(ledgers, state);
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

function upscalesArePaidOnce(ledgers: Ledgers): string[] {
  const upscales = ledgers.relay.submissions.flatMap(({ body, billed }) => {
    const { data } = Press.safeParse(body);
    return billed && data?.customId.startsWith('MJ::JOB::upsample::')
      ? [{ what: `${data.customId} of ${data.taskId}`, state: stateOf(body) }]
      : [];
  });
  return [...Map.groupBy(upscales, ({ what }) => what)].flatMap(([what, paid]) => {
    const kept = paid.filter(({ state }) => endingFor(ledgers, state) !== 'superseded');
    return kept.length > 1 ? [`${what} was paid for ${kept.length} times`] : [];
  });
}

function nothingElseIsPosted({ discord, gestures }: Ledgers): string[] {
  const answers = new Set(gestures.map(({ handle }) => handle.interaction.original?.id));
  return discord
    .messages()
    .filter(({ id, ephemeral }) => !ephemeral && !answers.has(id))
    .map((message) => `nobody asked for the message: ${textOf(message)}`);
}

function noFaults({ bots }: Ledgers): string[] {
  return bots.flatMap(({ stdout, stderr }) => [
    ...stdout.split('\n').filter((line) => line.includes('"level":"error"')),
    ...(stderr === '' ? [] : [stderr]),
  ]);
}
