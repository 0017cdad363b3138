import { z } from 'zod';
import { openResultId } from '../../../src/discord/render/custom-ids.ts';
import { classify } from '../../../src/domain/buttons/action.ts';
import { withoutMark } from '../../../src/domain/buttons/change.ts';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf } from '../../../src/domain/job/job.ts';
import { taskIdIn } from '../../../src/domain/job/task-key.ts';
import { en } from '../../../src/text/en/index.ts';
import { finishedFiles, textOf } from '../../app/message-reading.ts';
import type { Message } from '../../emulator/discord/types.ts';
import type { EmulatedTask } from '../../emulator/relay/tasks.ts';
import type { Span } from './bot-run.ts';
import { calledOff } from './cancels.ts';
import { endingOf, isOpen, relayButtons } from './endings.ts';
import { type Evidence, interactionIn, jobIdOf } from './evidence.ts';
import { askerOf } from './observed-messages.ts';
import { wasOverlooked } from './search.ts';

/** What no member may read: that we broke, or that a button has died. */
const broke = [en.replies.bug('').split('.')[0] ?? '', en.replies.buttonUnknown, en.replies.buttonsExpired];

/** Each gesture was visibly not taken, or ended in exactly one way. */
export function everyGestureEnds({ observed, gestures, open, storeOutages }: Evidence): string[] {
  const excused = new Set(open.map(({ id }) => interactionOf(id)));
  return gestures.flatMap(({ handle: { id, interaction }, what }) => {
    const { acknowledged, original } = interaction;
    if (!acknowledged) return interaction.failed ? [] : [`${what} ${id} was neither answered nor failed`];
    const messages = new Set([...(original ? [original] : []), ...observed.of(id)]);
    return [...messages].flatMap((message) => {
      const text = textOf(message);
      const toldAt = message.editedAt ?? message.createdAt;
      // Without its records a bot can only say that something is wrong.
      const isWithoutStore = storeOutages.some(({ from, to }) => from < toldAt && to > interaction.createdAt);
      if (!isWithoutStore && broke.some((words) => text.includes(words)))
        return [`${what} ${id} was answered with: ${text}`];
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
  const made = Map.groupBy(relay.tasks.values(), ({ state }) => jobIdIn(state));
  const views = new Map<string, Message[]>();
  const looks = new Set(evidence.gestures.flatMap((one) => (one.looks ? [one.handle.id] : [])));
  const unsupported = unsupportedClasses(evidence);
  const wrongs: string[] = [];
  for (const message of observed.all().filter(({ deleted }) => !deleted)) {
    const tasks = tasksShownBy(message, made).flatMap((id) => relay.tasks.get(id) ?? []);
    for (const { id } of tasks) views.set(id, [...(views.get(id) ?? []), message]);
    wrongs.push(...missingFiles(evidence, message, tasks));
  }
  for (const task of relay.tasks.values()) {
    if (task.status !== 'SUCCESS') continue;
    const shown = views.get(task.id) ?? [];
    const open = shown.filter((one) => !one.ephemeral && !isGroup(one) && !looks.has(askerOf(one) ?? ''));
    const own = new Set(observed.of(interactionIn(task.state)));
    const seen = shown.filter((message) => !message.ephemeral || own.has(message));
    if (open.length > 1) wrongs.push(`the task ${task.id} is shown ${open.length} times`);
    wrongs.push(...shown.flatMap((view) => missingButtons(task, view, unsupported)));
    if (seen.length > 0 || isGivenUp(evidence, task)) continue;
    if (!isLost(evidence, task)) wrongs.push(...(await missing(evidence, task)));
    // A deleted message says nothing new; what the store has kept was followed.
    else if ((await wasOverlooked(evidence, task)) && !(await isKept(evidence, task)))
      wrongs.push(`the lost task ${task.id} was listed, and nobody followed it`);
  }
  return wrongs;
}

/** A picture without a message may only be one whose message was deleted, and the store still has it. */
async function missing(evidence: Evidence, task: EmulatedTask): Promise<string[]> {
  const { observed, open, job } = evidence;
  const { id, state } = task;
  const jobId = jobIdIn(state);
  if (open.some((one) => one.id === jobId)) return [];
  const isDeleted = observed.of(interactionIn(state)).some(({ deleted }) => deleted);
  if (!isDeleted) return [`the finished task ${id} of ${jobId} is shown nowhere`];
  if (await isKept(evidence, task)) return [];
  return [`the deleted result ${id} of ${jobId} was not kept: ${JSON.stringify(await job(jobId))}`];
}

/** Whether the store has a result that no message shows. */
async function isKept({ job }: Evidence, { id, state }: EmulatedTask): Promise<boolean> {
  const left = await job(jobIdIn(state));
  return left?.step === 'settled' && left.outcome.kind === 'pictures' && taskIdIn(left.outcome.taskId ?? '') === id;
}

/** The tasks whose pictures are in a message: its own, or those that it opens one by one. */
function tasksShownBy(message: Message, made: ReadonlyMap<string, readonly EmulatedTask[]>): string[] {
  const ending = endingOf(message);
  if (ending.kind === 'task') return [ending.taskId];
  return openers(message).flatMap((job) => (made.get(job) ?? []).map(({ id }) => id));
}

/** The jobs whose results a message of several opens. */
export function openers({ components }: Message): string[] {
  const ids = components.flatMap((row) => row.components.map(({ custom_id }) => custom_id ?? ''));
  return ids.flatMap((id) => openResultId.decode(id) ?? []);
}

const isGroup = (message: Message) => openers(message).length > 0;

const Pressed = z.object({ customId: z.string() });

/** What the original midjourney-proxy can change, though it tells of no buttons. */
const changes: ReadonlySet<string> = new Set(['upscale', 'variation', 'reroll']);

/** The classes of buttons that the relay said it cannot press, or has not got. They may be left out. */
function unsupportedClasses({ exchanges, relay }: Evidence): ReadonlySet<string> {
  if (relay.profile === 'original') {
    const all = [...relay.tasks.values()].flatMap(({ buttons }) => buttons);
    return new Set(all.map(({ customId = '' }) => classify(customId).class).filter((kind) => !changes.has(kind)));
  }
  const refused = exchanges.filter(({ answer }) => /unknown_action/.test(JSON.stringify(answer)));
  return new Set(
    refused.flatMap(({ asked }) => Pressed.safeParse(asked).data ?? []).map(({ customId }) => classify(customId).class),
  );
}

/** The relay's buttons that a view of a finished task lacks. */
function missingButtons({ id, buttons }: EmulatedTask, view: Message, unsupported: ReadonlySet<string>): string[] {
  if (isGroup(view)) return [];
  const posted = new Set(['', ...relayButtons(view).map((one) => withoutMark(one.id))]);
  const missing = buttons
    .map(({ customId = '' }) => customId)
    .filter((customId) => !posted.has(customId) && !unsupported.has(classify(customId).class));
  return missing.length > 0 ? [`${view.id} shows ${id} without ${missing.join(' ')}`] : [];
}

/** Every picture is attached, unless the bot was kept from reading it. */
function missingFiles({ spoiltPictures, outages }: Evidence, view: Message, tasks: readonly EmulatedTask[]): string[] {
  const shown = view.editedAt ?? view.createdAt;
  const whole = tasks.filter(
    ({ id, uuid, pictures, finishTime }) =>
      pictures.length > 0 &&
      !spoiltPictures.has(id) &&
      !spoiltPictures.has(uuid) &&
      !outages.some(({ from, to }) => from <= shown && to >= (finishTime ?? 0)),
  );
  const files = finishedFiles(view).length;
  return files < whole.length ? [`${view.id} has ${files} files for ${whole.map(({ id }) => id).join()}`] : [];
}

/** Its member called it off, and was told that it goes on being made all the same. */
function isGivenUp({ gestures, observed }: Evidence, { state }: EmulatedTask): boolean {
  const job = jobIdIn(state);
  const told = observed.of(interactionOf(job)).map(textOf).join();
  return gestures.some(({ callsOff }) => callsOff === job) && told.includes(calledOff.unfollowed);
}

/** Its submission went unanswered, and its member was told so, tried again, or deleted what would have told. */
function isLost(evidence: Evidence, { id, state }: EmulatedTask): boolean {
  const { observed, gestures, relay, faultsMet, outages, log } = evidence;
  const jobId = jobIdIn(state);
  const messages = observed.of(interactionIn(state));
  const posts = relay.submissions.map((entry, n) => ({ ...entry, fault: faultsMet[n] }));
  // Its window's text, too, may have gone unanswered.
  const own = posts.filter(({ taskId, body }) => taskId === id && jobIdOf(body) === jobId);
  const died = own.some(({ at }) => wasCutOff(evidence, at));
  const broke = outages.some(({ from }) => own.some(({ at }) => from >= at && from < at + 3_000));
  // On a busy machine even a good answer may come too late.
  const late = log.some((line) => line.includes(`"job":"${jobId}"`) && line.includes('the deadline passed'));
  const faulty = own.some(({ fault }) => fault !== null && fault !== undefined);
  const lost = died || broke || late || faulty;
  const told = messages.some(
    (message) => message.deleted || /A newer attempt has taken|no picture turned up|Cancelled/.test(textOf(message)),
  );
  const again = gestures.some(({ repeats }) => repeats && messages.includes(repeats));
  return lost && (told || again);
}

/** Whether whoever sent something at that moment may have heard no answer: it died or froze, or led no longer. */
function wasCutOff({ processes, runs, storeOutages }: Evidence, at: number): boolean {
  if (processes === 1) return runs.some(({ endedAt }) => endedAt !== null && Math.abs(endedAt - at) < 3_000);
  const isNear = ({ from, to }: Span) => from < at + 3_000 && to > at - 3_000;
  return (
    [...runs.flatMap(({ frozen }) => frozen), ...storeOutages].some(isNear) ||
    runs.some(({ terms }) => terms.some(({ to }) => Math.abs(to - at) < 3_000))
  );
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
