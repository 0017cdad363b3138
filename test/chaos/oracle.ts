import { z } from 'zod';
import type { Job } from '../../src/domain/job.ts';
import type { MessageRecord } from '../../src/domain/ports.ts';
import { textOf } from '../app/sights.ts';
import type { Discord } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import type { Fault } from '../emulator/relay/faults.ts';
import type { EmulatedRelay } from '../emulator/relay/server.ts';
import type { EmulatedTask } from '../emulator/relay/tasks.ts';
import type { Album } from './album.ts';
import { endingOf, isOpen, relayButtons } from './endings.ts';
import type { Life } from './keeper.ts';
import type { Gesture } from './members.ts';

/** What members asked, what the relay was asked and did, what channels show, and what the store remembers of it. */
export type Ledgers = {
  readonly gestures: readonly Gesture[];
  readonly relay: Pick<EmulatedRelay, 'submissions' | 'tasks'>;
  /** The fault that the n-th submission met. */
  readonly met: readonly (Fault | null)[];
  readonly discord: Pick<Discord, 'violations'>;
  readonly album: Album;
  readonly lives: readonly Life[];
  /** What the bots logged. */
  readonly log: readonly string[];
  readonly open: readonly Job[];
  record(messageId: string): Promise<MessageRecord | undefined>;
};

const Sent = z.object({ state: z.string() });
const Press = z.object({ taskId: z.string(), customId: z.string() });

const stateOf = (body: unknown) => Sent.parse(body).state;
const interactionOf = (state: string) => state.split('-', 1)[0] ?? state;

/** Every contradiction between the ledgers, a sentence each. For when everything has come to rest. */
export async function audit(ledgers: Ledgers): Promise<string[]> {
  return [
    ...sentOnce(ledgers),
    ...everyGestureEnds(ledgers),
    ...everyPictureIsShown(ledgers),
    ...upscalesArePaidOnce(ledgers),
    ...nothingElseIsPosted(ledgers),
    ...nothingIsForgotten(ledgers),
    ...rulesAreKept(ledgers),
    ...(await deadButtons(ledgers)),
  ];
}

/** Refusals after which the same may be sent again: nothing was made, and the relay said so. */
function saysNotNow(fault: Fault | null | undefined): boolean {
  if (typeof fault !== 'object' || fault === null) return false;
  return ('code' in fault && fault.code === 23) || ('status' in fault && fault.status === 429);
}

function sentOnce({ relay, met, gestures }: Ledgers): string[] {
  const answered = new Set(
    gestures.filter(({ handle }) => handle.interaction.acknowledged).map(({ handle }) => handle.id),
  );
  const posts = relay.submissions.map((entry, n) => ({ ...entry, state: stateOf(entry.body), fault: met[n] }));
  const twice = [
    ...Map.groupBy(posts, ({ endpoint, state }) => `${endpoint === 'modal' ? 'the text of ' : ''}${state}`),
  ]
    .filter(([, same]) => same.slice(0, -1).some(({ fault, billed }) => billed || !saysNotNow(fault)))
    // A parent that a gateway has not seen finish yet is refused without a fault of the weather.
    .filter(([, same]) => same.slice(0, -1).some(({ fault, billed }) => billed || fault !== null))
    .map(
      ([what, same]) => `${what} was submitted ${same.length} times: ${same.map(({ fault }) => JSON.stringify(fault))}`,
    );
  const unasked = posts
    .filter(({ state }) => !answered.has(interactionOf(state)))
    .map(({ state }) => `${state} was submitted though nobody was answered`);
  return [...twice, ...unasked];
}

/** Each gesture was visibly not taken, or ended in exactly one way. */
function everyGestureEnds({ gestures, open }: Ledgers): string[] {
  const excused = new Set(open.map(({ id }) => interactionOf(id)));
  return gestures.flatMap(({ handle: { id, interaction }, what }) => {
    const { acknowledged, original } = interaction;
    if (!acknowledged) return interaction.failed ? [] : [`${what} ${id} was neither answered nor failed`];
    if (!original || original.deleted || !isOpen(original) || excused.has(id)) return [];
    return [`${what} ${id} never ended: ${textOf(original)}`];
  });
}

/** Where a task's picture is on view. */
function viewsOf({ album }: Ledgers, taskId: string): readonly Message[] {
  return album
    .all()
    .filter((message) => !message.deleted && endingOf(message).kind === 'task' && shows(message, taskId));
}

function shows(message: Message, taskId: string): boolean {
  const ending = endingOf(message);
  return ending.kind === 'task' && ending.taskId === taskId;
}

function everyPictureIsShown(ledgers: Ledgers): string[] {
  const finished = [...ledgers.relay.tasks.values()].filter(({ status }) => status === 'SUCCESS');
  return finished.flatMap((task) => {
    const views = viewsOf(ledgers, task.id).filter(({ ephemeral }) => !ephemeral);
    if (views.length > 1) return [`the task ${task.id} is shown ${views.length} times`];
    if (viewsOf(ledgers, task.id).length > 0) return lacks(task, viewsOf(ledgers, task.id));
    return isExcused(ledgers, task) ? [] : [`the finished task ${task.id} of ${task.state} is shown nowhere`];
  });
}

function lacks(task: EmulatedTask, views: readonly Message[]): string[] {
  const wanted = task.buttons.flatMap(({ customId }) => (customId ? [customId] : []));
  return views.flatMap((view) => {
    const posted = new Set(relayButtons(view).map(({ id }) => id));
    const missing = wanted.filter((id) => !posted.has(id));
    return missing.length === wanted.length && wanted.length > 0 ? [`${view.id} shows ${task.id} without buttons`] : [];
  });
}

/** Somebody deleted its message, or its submission went unanswered and its member was told so. */
function isExcused({ album, gestures, relay, met, lives, log, open }: Ledgers, { id, state }: EmulatedTask): boolean {
  const messages = album.of(interactionOf(state));
  if (messages.some(({ deleted }) => deleted)) return true;
  if (open.some((job) => job.id === state)) return true;
  const posts = relay.submissions.map((entry, n) => ({ ...entry, fault: met[n] }));
  const post = posts.find(({ taskId, body }) => taskId === id && stateOf(body) === state);
  const died = lives.some(({ diedAt }) => diedAt !== null && post && Math.abs(diedAt - post.at) < 3_000);
  // On a busy machine even a good answer may come too late.
  const late = log.some((line) => line.includes(`"job":"${state}"`) && line.includes('the deadline passed'));
  const lost = died || late || (post?.fault !== null && post?.fault !== undefined);
  const told = messages.some((message) => /A newer try took|no picture turned up|Called off/.test(textOf(message)));
  const again = gestures.some(({ repeats }) => repeats && messages.includes(repeats));
  return lost && (told || again);
}

function upscalesArePaidOnce({ relay, album }: Ledgers): string[] {
  const paid = relay.submissions.flatMap(({ body, billed }) => {
    const { data } = Press.safeParse(body);
    return billed && data && /::(?:upsample|video_virtual_upscale)/.test(data.customId)
      ? [{ what: `${data.customId} of ${data.taskId}`, state: stateOf(body) }]
      : [];
  });
  return [...Map.groupBy(paid, ({ what }) => what)].flatMap(([what, all]) => {
    const kept = all.filter(({ state }) => {
      const texts = album.of(interactionOf(state)).map(textOf);
      return !texts.some((text) => /A newer try took|no picture turned up/.test(text));
    });
    return kept.length > 1 ? [`${what} was paid for by ${kept.map(({ state }) => state).join(', ')}`] : [];
  });
}

function nothingElseIsPosted({ album, gestures, relay }: Ledgers): string[] {
  const asked = new Set(gestures.map(({ handle }) => handle.id));
  return album
    .all()
    .filter(({ ephemeral, author, interactionId }) => author.bot && !ephemeral && !asked.has(interactionId ?? ''))
    .filter((message) => {
      const ending = endingOf(message);
      const task = ending.kind === 'task' ? relay.tasks.get(ending.taskId) : null;
      // A result whose own message could not be edited is posted as a reply.
      return !(task && asked.has(interactionOf(task.state)));
    })
    .map((message) => `nobody asked for the message ${message.id}: ${textOf(message)}`);
}

/** What is open may only wait for a message that nobody can press any more. */
function nothingIsForgotten({ open, album }: Ledgers): string[] {
  return open
    .filter((job) => {
      const gone = album.of(interactionOf(job.id)).every(({ deleted }) => deleted);
      return !(gone && (job.step === 'unknown' || job.step === 'window'));
    })
    .map(({ id, step }) => `${id} is still ${step}`);
}

/** An answer may come late, and be refused, only after the connection or the process was gone for a moment. */
const tolerated = /^late: interaction|^429 for/;

function rulesAreKept({ discord, lives }: Ledgers): string[] {
  return [...discord.violations.filter((one) => !tolerated.test(one)), ...lives.flatMap(({ faults }) => faults)];
}

async function deadButtons({ album, record }: Ledgers): Promise<string[]> {
  const views = album.all().filter((message) => !message.deleted && relayButtons(message).length > 0);
  const dead: string[] = [];
  for (const view of views) {
    const known = new Set((await record(view.id))?.buttons.map(({ id }) => id) ?? []);
    for (const { id } of relayButtons(view)) if (!known.has(id)) dead.push(`${id} of ${view.id} is dead`);
  }
  return dead;
}
