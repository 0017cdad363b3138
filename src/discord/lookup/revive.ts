import type { MessageContextMenuCommandInteraction } from 'discord.js';
import type { Job, JobIn, Outcome, Place } from '../../domain/job/job.ts';
import { enter } from '../../domain/job/job.ts';
import type { MessageRecord } from '../../domain/ports.ts';
import type { Context } from '../handler.ts';
import { jobOf } from '../jobs/gesture.ts';
import { createRenderer } from '../presenter/renderer.ts';
import { taskIdInFooter } from './reference.ts';

/** A job as it is shown at the end, or the one that is still under way; null when nobody knows it any more. */
type Known = JobIn<'delivering'> | Exclude<Job, JobIn<'settled'> | JobIn<'delivering'>> | null;

/** The number that our result's footer shows. The one thing ever read back from a message: all else is in the store. */
function numberIn({ targetMessage }: MessageContextMenuCommandInteraction): string | null {
  const footers = targetMessage.embeds.flatMap(({ footer }) => (footer ? [footer.text] : []));
  return footers.map(taskIdInFooter).find((taskId) => taskId !== null) ?? null;
}

/** What the message shows: as the store has it, else as the relay does; that is then written down. Throws UserError when the relay is silent. */
export async function knownResult(
  interaction: MessageContextMenuCommandInteraction,
  place: Place,
  { responder, found, engine, store }: Pick<Context, 'responder' | 'found' | 'engine' | 'store'>,
): Promise<Known> {
  const record: MessageRecord | undefined = await store.messages.get(place.messageId);
  const job = record && (await engine.job(record.jobId));
  if (job?.step === 'settled') {
    return enter(job, { step: 'delivering', place, outcome: job.outcome, since: job.at });
  }
  if (job) return job;
  const taskId = record?.taskId ?? numberIn(interaction);
  const task = taskId === null ? null : await found(taskId);
  if (task?.status !== 'SUCCESS') return null;
  const { id, prompt, buttons, imageUrl, imageUrls, videoUrls } = task;
  const requester = interaction.targetMessage.interactionMetadata?.user;
  const own = jobOf(interaction, { request: { kind: 'show', taskId: id }, prompt }, responder.reply);
  const outcome: Outcome = {
    ...{ kind: 'pictures', taskId: id, buttons, prompt, text: '', videoUrls },
    imageUrls: imageUrl ? [imageUrl] : imageUrls,
  };
  const shown: Job = { ...own, reply: null, requester: { ...own.requester, id: requester?.id ?? own.requester.id } };
  await store.jobs.put(enter(shown, { step: 'settled', place, outcome, at: own.createdAt }));
  return enter(shown, { step: 'delivering', place, outcome, since: own.createdAt });
}

/** Gives a message of ours its buttons back and touches nothing else: its pictures may exist nowhere but there. */
export async function redress(
  known: JobIn<'delivering'>,
  { presenter, offered, engine, store }: Pick<Context, 'presenter' | 'offered' | 'engine' | 'store'>,
): Promise<boolean> {
  const job = await offered(known);
  const { id: jobId, place, requester, outcome, createdAt } = job;
  if (job.group.length > 0) {
    // A message of several opens each of them; no single one's buttons belong there.
    const shared = createRenderer().together(job, await engine.statuses(job.group), []);
    return (await presenter.redress(place, shared.components)) === null;
  }
  const { body, buttons } = createRenderer().result(job, []);
  if (outcome.kind === 'pictures') {
    const { taskId, prompt } = outcome;
    await store.messages.put({ place, jobId, taskId, buttons, requesterId: requester.id, prompt, createdAt });
    if (taskId) await store.tasks.addPlace(taskId, place);
  }
  return (await presenter.redress(place, body.components)) === null;
}
