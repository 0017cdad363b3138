import { type Message, type MessageContextMenuCommandInteraction, MessageFlags } from 'discord.js';
import type { Job, JobIn, Place } from '../../domain/job/job.ts';
import { enter } from '../../domain/job/job.ts';
import { messageRecord } from '../../domain/job/message-record.ts';
import type { Outcome, Pictures } from '../../domain/job/outcome.ts';
import { resultOf } from '../../domain/job/task-result.ts';
import type { Context, Services } from '../handler.ts';
import { jobOf } from '../jobs/gesture.ts';
import { createRenderer } from '../presenter/renderer.ts';
import { taskIdInAddress, taskIdInFooter } from './reference.ts';

/** The job that a message shows: with its result to deliver, or still open. Null when nobody knows it any more. */
type ShownJob = JobIn<'delivering'> | Exclude<Job, JobIn<'settled'> | JobIn<'delivering'>> | null;

/**
 * The job that a message of ours shows, as the store has it, else as the relay has its task; that job is then written down.
 * Throws UserError when the relay does not answer.
 */
export async function shownJob(
  interaction: MessageContextMenuCommandInteraction,
  place: Place,
  { responder, fetchTask, engine, store }: Pick<Context, 'responder' | 'fetchTask' | 'engine' | 'store'>,
): Promise<ShownJob> {
  const record = await store.messages.get(place.messageId);
  const job = record && (await engine.job(record.jobId));
  if (job?.step === 'settled') {
    const outcome = await withButtons(job.outcome, fetchTask);
    return enter(job, { step: 'delivering', place, outcome, since: job.at });
  }
  if (job) return job;
  const taskId = record?.taskId ?? shownTaskId(interaction);
  const task = taskId === null ? null : await fetchTask(taskId);
  if (task?.status !== 'SUCCESS') return null;
  const { id, prompt, buttons } = task;
  const requester = interaction.targetMessage.interactionMetadata?.user;
  const hidden = record?.private ?? interaction.targetMessage.flags.has(MessageFlags.Ephemeral);
  const own = jobOf(interaction, { request: { kind: 'show', taskId: id }, prompt, private: hidden }, responder.reply);
  const { imageUrls, videoUrls } = resultOf(own, task);
  const outcome: Pictures = {
    kind: 'pictures',
    taskId: id,
    buttons,
    prompt,
    text: '',
    imageUrls,
    videoUrls,
  };
  const shown: Job = { ...own, reply: null, requester: { ...own.requester, id: requester?.id ?? own.requester.id } };
  await store.jobs.add(enter(shown, { step: 'settled', place, outcome, at: own.createdAt }));
  return enter(shown, { step: 'delivering', place, outcome, since: own.createdAt });
}

/**
 * The outcome with the buttons that the relay has for it now, where it had none before: until Darkroom knew how to change
 * the grids of the original midjourney-proxy, they were shown without.
 */
async function withButtons(outcome: Outcome, fetchTask: Context['fetchTask']): Promise<Outcome> {
  if (outcome.kind !== 'pictures' || outcome.buttons.length > 0 || outcome.taskId === null) return outcome;
  const task = await fetchTask(outcome.taskId).catch(() => null);
  return task?.status === 'SUCCESS' ? { ...outcome, buttons: task.buttons } : outcome;
}

/**
 * The task id that the message carries, null when there is none. Nothing else is ever read back from a message: all else is
 * in the store.
 */
function shownTaskId({ targetMessage }: MessageContextMenuCommandInteraction): string | null {
  return taskIdIn([targetMessage]);
}

/** The task id that a message forwarded by this one carries, null when there is none. */
export function forwardedTaskId({ targetMessage }: MessageContextMenuCommandInteraction): string | null {
  return taskIdIn([...targetMessage.messageSnapshots.values()]);
}

function taskIdIn(messages: readonly Pick<Message, 'embeds'>[]): string | null {
  const found = messages
    .flatMap(({ embeds }) => embeds)
    .map(({ url, footer }) => taskIdInAddress(url ?? '') ?? taskIdInFooter(footer?.text ?? ''));
  return found.find((taskId) => taskId !== null) ?? null;
}

/**
 * Gives a message of ours its buttons back and changes nothing else: its pictures may exist nowhere but there. False when
 * Discord does not let us.
 */
export async function restoreButtons(
  shown: JobIn<'delivering'>,
  { presenter, engine, store }: Pick<Services, 'presenter' | 'engine' | 'store'>,
): Promise<boolean> {
  const job = await engine.withPressableButtons(shown);
  const { place, outcome, createdAt } = job;
  if (job.group.length > 0) {
    // The message of a group has buttons that open each of its results, and none of a single result's.
    const grouped = createRenderer().grouped(job, await engine.statuses(job.group), []);
    return (await presenter.replaceButtons(place, grouped.components)) === null;
  }
  const off = job.guildId === null ? [] : (await store.policies.server(job.guildId)).off;
  const { body, buttons } = createRenderer(off).result(job, []);
  if (outcome.kind === 'pictures') {
    const { taskId } = outcome;
    await store.messages.put(messageRecord(job, outcome, { place, buttons, createdAt, isPrivate: job.private }));
    if (taskId) await store.tasks.addPlace(taskId, place);
  }
  return (await presenter.replaceButtons(place, body.components)) === null;
}
