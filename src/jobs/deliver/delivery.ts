import { fateOf } from '../../domain/credits/charge.ts';
import { DamagedRecord } from '../../domain/failures/errors.ts';
import { interactionOf, isAttaching, type Job, type JobIn, type Place, wasRefused } from '../../domain/job/job.ts';
import { messageRecord } from '../../domain/job/message-record.ts';
import type { Failure, Outcome, Pictures } from '../../domain/job/outcome.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import type { Delivery } from '../../domain/ports/presenter.ts';
import { endCharge } from '../charges.ts';
import { DAY, type LeaderContext } from '../context.ts';
import { createSettling } from './settling.ts';

/** A job that took longer than this, in ms, ends with a mention. */
const LONG = 5 * 60_000;
/** Deliveries at once: each may hold a few pictures in memory. */
const AT_ONCE = 4;
/** How much of a prompt a member's list of results keeps, in UTF-16 units: enough to be recognised and searched for. */
const PROMPT_LISTED = 500;
/** The pauses before the pictures of a result that is shown with links are tried once more, in ms. Then they stay links. */
const ATTACH_PAUSES = [5_000, 20_000, 60_000, 3 * 60_000, 8 * 60_000];
/** How often, in ms, a message looks after jobs that it tells of, lest one went without an end. */
const OTHERS_PAUSE = 5 * 60_000;
/** How long a delivery that failed by a fault of ours waits, in ms: doubled each time, up to `most`. */
const PAUSE = { least: 1_000, most: 5 * 60_000 };

/** Shows the outcomes of finished jobs, writes down what their buttons mean, and settles them. */
export function createDelivery(context: LeaderContext) {
  const { presenter, capabilities, openJobs, clock, log, store, waits } = context;
  const settling = createSettling({ ...context, jobs: openJobs, claims: store.claims });
  const queued = new Set<string>();
  /** When a delivery is tried again, in `monotonic` ms, and how often it was. */
  const notBefore = openJobs.notes<{ at: number; times: number }>();
  const running = new Set<Promise<void>>();

  function enqueue(id: string): void {
    queued.add(id);
    startReady();
  }

  function startReady(): void {
    if (context.isStopping()) return;
    for (const id of queued) {
      if (running.size >= AT_ONCE) return;
      if ((notBefore.get(id)?.at ?? 0) > clock.monotonic()) continue;
      queued.delete(id);
      const run = openJobs
        .withLock(id, async (job) => {
          if (job?.step !== 'delivering') return;
          await deliver(job);
          if (!isAttaching(job)) tellEndOf(job);
        })
        .catch((error: unknown) => {
          log.error({ job: id, error }, 'a delivery failed; it will be repeated');
          postpone(id, null);
        })
        .finally(() => {
          running.delete(run);
          startReady();
        });
      running.add(run);
    }
  }

  function postpone(id: string, retryAfter: number | null): void {
    const times = (notBefore.get(id)?.times ?? 0) + 1;
    const pause = retryAfter ?? Math.min(PAUSE.least * 2 ** times, PAUSE.most);
    notBefore.set(id, { at: clock.monotonic() + pause, times });
    queued.add(id);
  }

  async function deliver(job: JobIn<'delivering'>): Promise<void> {
    const { outcome } = job;
    // Whoever settled it would forget what else it has to begin.
    if (job.furtherTasks.length > 0) return postpone(job.id, PAUSE.least);
    if (isAttaching(job)) return attach(job);
    // Before anybody sees an end, so that it is never seen unpaid for.
    await endCharge(store.accounts, job, fateOf(outcome));
    const pressable = await capabilities.withPressableButtons(job);
    const expected = expectedButtons(pressable.outcome);
    // Before the message shows them: a button may be pressed the moment it is there.
    if (outcome.kind === 'pictures') await remember(job, outcome, job.place, expected);
    else await closeTask(job, outcome);
    const others = await othersUnderWay(job);
    const delivered = await presenter.deliver(pressable);
    if (delivered.kind === 'later' && job.since + DAY > clock.past()) return postpone(job.id, delivered.retryAfter);
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
    await settle(job, wasReached || outcome.kind === 'failed' ? place : null, outcome);
  }

  /** Tries once more to put the pictures of a result into its message, which shows links, or to tell there what came of others. */
  async function attach(job: JobIn<'delivering'>): Promise<void> {
    const pressable = await capabilities.withPressableButtons(job);
    const others = await othersUnderWay(job);
    const delivered = await presenter.deliver(pressable);
    if (delivered.kind === 'later' && job.since + DAY > clock.past()) return postpone(job.id, delivered.retryAfter);
    if (delivered.kind === 'shown' && delivered.lacking) return attachLater(job);
    if (delivered.kind === 'shown' && others.length > 0) return waitForOthers(job, others);
    const isOther = delivered.kind === 'shown' && !hasButtons(delivered, expectedButtons(pressable.outcome));
    if (isOther && job.outcome.kind === 'pictures') await remember(job, job.outcome, job.place, delivered.buttons);
    await settle(job, job.place, job.outcome);
  }

  /** Leaves a shown result open for another try of its pictures, as long as there are any left. */
  async function attachLater(job: JobIn<'delivering'>): Promise<void> {
    const { attaching = 0 } = job;
    const pause = ATTACH_PAUSES[attaching];
    if (pause === undefined) return settle(job, job.place, job.outcome);
    await openJobs.commit({ ...job, attaching: attaching + 1 });
    postpone(job.id, pause);
  }

  /** Those of these jobs that have not ended yet. Another process may have begun one only now, and not have told us. */
  async function underWay(ids: readonly string[]): Promise<readonly Job[]> {
    const found = await Promise.all(
      ids.map(async (id) => openJobs.get(id) ?? (await store.jobs.get(id).catch(unreadable))),
    );
    return found.flatMap((job) => (job && job.step !== 'settled' && !isAttaching(job) ? [job] : []));
  }

  /** Jobs of other gestures whose ends the message of this one has to tell, too, and that have not ended yet. */
  const othersUnderWay = ({ id, group }: Job) =>
    underWay(group.filter((other) => interactionOf(other) !== interactionOf(id)));

  /** Leaves a shown result open until `others`, of which its message tells how far they had come, have ended. */
  async function waitForOthers(job: JobIn<'delivering'>, others: readonly Job[]): Promise<void> {
    const { attaching = 0 } = job;
    if (job.outcome.kind === 'failed') await settling.releaseClaims(job);
    await openJobs.commit({ ...job, attaching });
    const isAsTold = (await othersUnderWay(job)).length === others.length;
    postpone(job.id, isAsTold ? OTHERS_PAUSE : 0);
  }

  /** Lets the messages of other gestures that also tell of a job tell its end, now that it has one. */
  function tellEndOf({ id }: Job): void {
    for (const job of openJobs.in('delivering')) {
      if (!isAttaching(job) || !job.group.includes(id) || interactionOf(job.id) === interactionOf(id)) continue;
      notBefore.delete(job.id);
      queued.add(job.id);
    }
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

  async function settle(job: JobIn<'delivering'>, place: Place | null, outcome: Outcome): Promise<void> {
    context.proceed(await settling.settle(job, place, outcome, waits.get(job.id) ?? null));
  }

  return {
    enqueue,
    startReady,
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** A record that cannot be read tells nothing of its job. */
function unreadable(error: unknown): undefined {
  if (!(error instanceof DamagedRecord)) throw error;
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
