import { fateOf } from '../../domain/credits/charge.ts';
import { interactionOf, isAttaching, type Job, type JobIn, type Place, wasRefused } from '../../domain/job/job.ts';
import { messageRecord } from '../../domain/job/message-record.ts';
import type { Failure, Outcome, Pictures } from '../../domain/job/outcome.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import type { Delivery } from '../../domain/ports/presenter.ts';
import { endCharge } from '../charges.ts';
import { DAY, type ProcessContext } from '../context.ts';
import type { JobMover } from '../job-mover.ts';
import { withPressableButtons } from '../relays.ts';
import { unreadable } from '../unreadable.ts';
import { createSettling } from './settling.ts';

/** A job that took longer than this, in ms, ends with a mention. */
const LONG = 5 * 60_000;
/** How much of a prompt a member's list of results keeps, in UTF-16 units: enough to be recognised and searched for. */
const PROMPT_LISTED = 500;
/** The pauses before the pictures of a result that is shown with links are tried once more, in ms. Then they stay links. */
const ATTACH_PAUSES = [5_000, 20_000, 60_000, 3 * 60_000, 8 * 60_000];
/** How often, in ms, a message looks after jobs that it tells of, lest one went without an end. */
const OTHERS_PAUSE = 5 * 60_000;
/** How long, in ms, a job waits that still has to begin others. */
const FURTHER_PAUSE = 1_000;

export type DeliveringParts = Pick<ProcessContext, 'presenter' | 'relays' | 'clock' | 'log' | 'serverLog' | 'store'> & {
  readonly jobs: Pick<JobMover, 'commit'>;
  /** A job as memory has it, where that is newer than the store; else undefined. */
  readonly known: (id: string) => Job | undefined;
  /** How long a job waited before it was submitted, in ms; null where nobody knows. */
  readonly waitOf: (id: string) => number | null;
  readonly onSettled: (job: JobIn<'settled'>) => void;
};

/**
 * Shows the outcome of a finished job, writes down what its buttons mean, and settles it. To be called with the job's lock. It may be
 * repeated. Resolves with the ms after which it is to be tried again, null when it is settled.
 */
export function createDelivering(parts: DeliveringParts): (job: JobIn<'delivering'>) => Promise<number | null> {
  const { presenter, relays, jobs, known, clock, log, store, waitOf, onSettled } = parts;
  const settling = createSettling({ ...parts, claims: store.claims });

  async function deliver(job: JobIn<'delivering'>): Promise<number | null> {
    const { outcome } = job;
    // Whoever settled it would forget what else it has to begin.
    if (job.furtherTasks.length > 0) return FURTHER_PAUSE;
    if (isAttaching(job)) return attach(job);
    // Before anybody sees an end, so that it is never seen unpaid for.
    await endCharge(store.accounts, job, fateOf(outcome));
    const pressable = await withPressableButtons(relays, job);
    const expected = expectedButtons(pressable.outcome);
    // Before the message shows them: a button may be pressed the moment it is there.
    if (outcome.kind === 'pictures') await remember(job, outcome, job.place, expected);
    else await closeTask(job, outcome);
    const others = await othersUnderWay(job);
    const delivered = await presenter.deliver(pressable);
    if (delivered.kind === 'later' && job.since + DAY > clock.past()) return delivered.retryAfter;
    const place = delivered.kind === 'shown' ? delivered.place : job.place;
    const wasReached = delivered.kind === 'shown' || delivered.kind === 'deleted';
    if (outcome.kind === 'pictures') {
      const isAsExpected = place.messageId === job.place.messageId && hasButtons(delivered, expected);
      if (delivered.kind === 'shown' && !isAsExpected) await remember(job, outcome, place, delivered.buttons);
      await list(job, outcome, place);
    }
    // What was told to the requester alone is no news for all.
    const isPublic = place.messageId === job.place.messageId || !wasRefused(job);
    if (delivered.kind === 'shown' && isPublic && (await wantsNotice(job))) await presenter.notify(job, place);
    if (!wasReached) log.warn({ job: job.id }, 'a result could not be shown anywhere; it is kept');
    const isOwn = delivered.kind === 'shown' && place.messageId === job.place.messageId;
    if (isOwn && delivered.lacking) return attachLater(job);
    if (isOwn && others.length > 0) return waitForOthers(job, others);
    return settle(job, wasReached || outcome.kind === 'failed' ? place : null, outcome);
  }

  /** Tries once more to put the pictures of a result into its message, which shows links, or to tell there what came of others. */
  async function attach(job: JobIn<'delivering'>): Promise<number | null> {
    const pressable = await withPressableButtons(relays, job);
    const others = await othersUnderWay(job);
    const delivered = await presenter.deliver(pressable);
    if (delivered.kind === 'later' && job.since + DAY > clock.past()) return delivered.retryAfter;
    if (delivered.kind === 'shown' && delivered.lacking) return attachLater(job);
    if (delivered.kind === 'shown' && others.length > 0) return waitForOthers(job, others);
    const isOther = delivered.kind === 'shown' && !hasButtons(delivered, expectedButtons(pressable.outcome));
    if (isOther && job.outcome.kind === 'pictures') await remember(job, job.outcome, job.place, delivered.buttons);
    return settle(job, job.place, job.outcome);
  }

  /** Leaves a shown result open for another try of its pictures, as long as there are any left. */
  async function attachLater(job: JobIn<'delivering'>): Promise<number | null> {
    const { attaching = 0 } = job;
    const pause = ATTACH_PAUSES[attaching];
    if (pause === undefined) return settle(job, job.place, job.outcome);
    await jobs.commit({ ...job, attaching: attaching + 1 });
    return pause;
  }

  /** Those of these jobs that have not ended yet. Another process may have begun one only now, and not have told us. */
  async function underWay(ids: readonly string[]): Promise<readonly Job[]> {
    const found = await Promise.all(ids.map(async (id) => known(id) ?? (await store.jobs.get(id).catch(unreadable))));
    return found.flatMap((job) => (job && job.step !== 'settled' && !isAttaching(job) ? [job] : []));
  }

  /** Jobs of other gestures whose ends the message of this one has to tell, too, and that have not ended yet. */
  const othersUnderWay = ({ id, group }: Job) =>
    underWay(group.filter((other) => interactionOf(other) !== interactionOf(id)));

  /** Leaves a shown result open until `others`, of which its message tells how far they had come, have ended. */
  async function waitForOthers(job: JobIn<'delivering'>, others: readonly Job[]): Promise<number> {
    const { attaching = 0 } = job;
    if (job.outcome.kind === 'failed') await settling.releaseClaims(job);
    await jobs.commit({ ...job, attaching });
    const isAsTold = (await othersUnderWay(job)).length === others.length;
    return isAsTold ? OTHERS_PAUSE : 0;
  }

  /**
   * Writes down whose task it was that came to nothing for a private job: the relay still tells of it whoever knows its
   * number, and may finish it after all.
   */
  async function closeTask(job: JobIn<'delivering'>, { taskId }: Failure): Promise<void> {
    if (!job.private || taskId === undefined) return;
    await remember(job, { taskId, prompt: job.prompt }, job.place, []);
    await store.tasks.addPlace(taskId, job.place);
  }

  /** Writes down what the buttons of a message mean. */
  async function remember(
    job: JobIn<'delivering'>,
    pictures: Pick<Pictures, 'taskId' | 'prompt'>,
    place: Place,
    buttons: readonly PostedButton[],
  ): Promise<void> {
    // A message that shows several tasks has no buttons that belong to one of them, and always names the same job, whichever
    // of them is delivered last: that job names all the others (src/domain/job/shared-message.ts).
    const isSingle = job.group.length === 0;
    const shown = { place, buttons, createdAt: clock.now(), isPrivate: job.private };
    const record = messageRecord(job, pictures, shown);
    await store.messages.put(isSingle ? record : { ...record, jobId: firstOfGroup(job), taskId: null, buttons: [] });
  }

  /** Adds a result to the lists in which members look for it later. */
  async function list(job: JobIn<'delivering'>, { taskId, prompt }: Pictures, place: Place): Promise<void> {
    if (!taskId) return;
    const entry = { taskId, prompt, place, at: clock.now() };
    await store.tasks.addPlace(taskId, place);
    const listed = { ...entry, prompt: prompt.slice(0, PROMPT_LISTED).toWellFormed() };
    await store.members.addRecent(job.requester.id, listed);
    if (!job.private) await store.channels.addNewest(place.channelId, entry);
  }

  /** Whether the requester is mentioned, as the edit of a message notifies nobody. */
  async function wantsNotice(job: JobIn<'delivering'>): Promise<boolean> {
    if (job.private || clock.now() - job.createdAt < LONG) return false;
    // A group ends with one mention, at its last job.
    if ((await underWay(job.group.filter((id) => id !== job.id))).length > 0) return false;
    return (await store.members.settings(job.requester.id)).notices;
  }

  async function settle(job: JobIn<'delivering'>, place: Place | null, outcome: Outcome): Promise<null> {
    onSettled(await settling.settle(job, place, outcome, waitOf(job.id)));
    return null;
  }

  return deliver;
}

/** The first job that the gesture of this one made for their shared message. Other jobs of the group are shown elsewhere. */
function firstOfGroup({ id, group }: JobIn<'delivering'>): string {
  return group.find((one) => interactionOf(one) === interactionOf(id)) ?? id;
}

/** Whether a result was posted with just these buttons. */
function hasButtons(delivered: Delivery, expected: readonly PostedButton[]): boolean {
  if (delivered.kind !== 'shown' || delivered.buttons.length !== expected.length) return false;
  return delivered.buttons.every(({ id, customId }, n) => id === expected[n]?.id && customId === expected[n]?.customId);
}

/** The buttons of a result as they are nearly always posted: under the relay's own ids. */
function expectedButtons(outcome: Outcome): PostedButton[] {
  return outcome.kind === 'pictures' ? outcome.buttons.map((button) => ({ ...button, id: button.customId })) : [];
}
