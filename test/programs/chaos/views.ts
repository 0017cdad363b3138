import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf } from '../../../src/domain/job/job.ts';
import { en } from '../../../src/text/en/index.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Message } from '../../emulator/discord/types.ts';
import type { EmulatedTask } from '../../emulator/relay/tasks.ts';
import { endingOf, isOpen, relayButtons } from './endings.ts';
import { type Evidence, interactionIn, jobIdOf } from './evidence.ts';

/** What no member may read: that we broke, or that a button has died. */
const broke = [en.replies.bug('').split('.')[0] ?? '', en.replies.buttonUnknown, en.replies.buttonsExpired];

/** Each gesture was visibly not taken, or ended in exactly one way. */
export function everyGestureEnds({ observed, gestures, open }: Evidence): string[] {
  const excused = new Set(open.map(({ id }) => interactionOf(id)));
  return gestures.flatMap(({ handle: { id, interaction }, what }) => {
    const { acknowledged, original } = interaction;
    if (!acknowledged) return interaction.failed ? [] : [`${what} ${id} was neither answered nor failed`];
    const messages = new Set([...(original ? [original] : []), ...observed.of(id)]);
    return [...messages].flatMap((message) => {
      const text = textOf(message);
      if (broke.some((words) => text.includes(words))) return [`${what} ${id} was answered with: ${text}`];
      if (message.deleted || !isOpen(message) || excused.has(id)) return [];
      return [`${what} ${id} never ended: ${text}`];
    });
  });
}

/**
 * Everything that was made is on view once, with its buttons: to all, or to whoever asked for it in private. What
 * somebody deleted, a message or its whole channel, is kept.
 */
export async function everyPictureIsShown(evidence: Evidence): Promise<string[]> {
  const { observed, relay } = evidence;
  const views = Map.groupBy(
    observed.all().filter(({ deleted }) => !deleted),
    taskShownBy,
  );
  const wrongs: string[] = [];
  for (const task of relay.tasks.values()) {
    if (task.status !== 'SUCCESS') continue;
    const shown = views.get(task.id) ?? [];
    const open = shown.filter(({ ephemeral }) => !ephemeral);
    const own = new Set(observed.of(interactionIn(task.state)));
    const seen = shown.filter((message) => !message.ephemeral || own.has(message));
    if (open.length > 1) wrongs.push(`the task ${task.id} is shown ${open.length} times`);
    else if (seen.length > 0) wrongs.push(...lacks(task, seen));
    else if (!isLost(evidence, task)) wrongs.push(...(await missing(evidence, task)));
  }
  return wrongs;
}

/** A picture without a message may only be one whose message was deleted, and the store still has it. */
async function missing({ observed, open, job }: Evidence, { id, state }: EmulatedTask): Promise<string[]> {
  const jobId = jobIdIn(state);
  if (open.some((one) => one.id === jobId)) return [];
  const isDeleted = observed.of(interactionIn(state)).some(({ deleted }) => deleted);
  if (!isDeleted) return [`the finished task ${id} of ${jobId} is shown nowhere`];
  const left = await job(jobId);
  const isKept = left?.step === 'settled' && left.outcome.kind === 'pictures' && left.outcome.taskId === id;
  return isKept ? [] : [`the deleted result ${id} of ${jobId} was not kept: ${JSON.stringify(left)}`];
}

function taskShownBy(message: Message): string {
  const ending = endingOf(message);
  return ending.kind === 'task' ? ending.taskId : '';
}

function lacks(task: EmulatedTask, views: readonly Message[]): string[] {
  const wanted = task.buttons.flatMap(({ customId }) => (customId ? [customId] : []));
  return views.flatMap((view) => {
    const posted = new Set(relayButtons(view).map(({ id }) => id));
    const missing = wanted.filter((id) => !posted.has(id));
    return missing.length === wanted.length && wanted.length > 0 ? [`${view.id} shows ${task.id} without buttons`] : [];
  });
}

/** Its submission went unanswered, and its member was told so, tried again, or deleted what would have told. */
function isLost(
  { observed, gestures, relay, faultsMet, outages, runs, log }: Evidence,
  { id, state }: EmulatedTask,
): boolean {
  const jobId = jobIdIn(state);
  const messages = observed.of(interactionIn(state));
  const posts = relay.submissions.map((entry, n) => ({ ...entry, fault: faultsMet[n] }));
  // Its window's text, too, may have gone unanswered.
  const own = posts.filter(({ taskId, body }) => taskId === id && jobIdOf(body) === jobId);
  const died = runs.some(({ endedAt }) => endedAt !== null && own.some(({ at }) => Math.abs(endedAt - at) < 3_000));
  const broke = outages.some((broken) => own.some(({ at }) => broken >= at && broken < at + 3_000));
  // On a busy machine even a good answer may come too late.
  const late = log.some((line) => line.includes(`"job":"${jobId}"`) && line.includes('the deadline passed'));
  const faulty = own.some(({ fault }) => fault !== null && fault !== undefined);
  const lost = died || broke || late || faulty;
  const told = messages.some(
    (message) => message.deleted || /A newer try took|no picture turned up|Called off/.test(textOf(message)),
  );
  const again = gestures.some(({ repeats }) => repeats && messages.includes(repeats));
  return lost && (told || again);
}

/** Buttons that the store knows nothing of. */
export async function deadButtons({ observed, record }: Evidence): Promise<string[]> {
  const views = observed.all().filter((message) => !message.deleted && relayButtons(message).length > 0);
  const dead: string[] = [];
  for (const view of views) {
    const known = new Set((await record(view.id))?.buttons.map(({ id }) => id) ?? []);
    for (const { id } of relayButtons(view)) if (!known.has(id)) dead.push(`${id} of ${view.id} is dead`);
  }
  return dead;
}
