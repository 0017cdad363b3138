import type { JobIn, Outcome, Pictures, Place } from '../../domain/job/job.ts';
import { enter } from '../../domain/job/job.ts';
import type { Delivery, PostedButton } from '../../domain/ports.ts';
import type { EngineContext } from '../context.ts';
import { DAY } from '../context.ts';

/** A job that took longer than this, in ms, ends with a mention. */
const LONG = 5 * 60_000;
/** Deliveries at once: each may hold a few pictures in memory. */
const AT_ONCE = 4;
/** As much of a prompt as a member's list of results keeps, in UTF-16 units: enough to be recognised and searched for. */
const PROMPT_LISTED = 500;
/** After a fault of ours, in ms, doubled up to the second. */
const RETRY = { least: 1_000, most: 5 * 60_000 };

/** Shows finished jobs, keeps what their buttons mean, and settles them. */
export function createDelivery(context: EngineContext) {
  const { presenter, openJobs, clock, progress, log, store } = context;
  const queued = new Set<string>();
  const notBefore = new Map<string, { at: number; times: number }>();
  const running = new Set<Promise<void>>();

  function enqueue(id: string): void {
    queued.add(id);
    pump();
  }

  function pump(): void {
    for (const id of queued) {
      if (running.size >= AT_ONCE) return;
      if ((notBefore.get(id)?.at ?? 0) > clock.now()) continue;
      queued.delete(id);
      const run = openJobs
        .alone(id, async (job) => {
          if (job?.step === 'delivering') await deliver(job);
        })
        .catch((error: unknown) => {
          log.error({ job: id, error }, 'a delivery failed; it will be repeated');
          postpone(id, null);
        })
        .finally(() => {
          running.delete(run);
          pump();
        });
      running.add(run);
    }
  }

  function postpone(id: string, retryAfter: number | null): void {
    const times = (notBefore.get(id)?.times ?? 0) + 1;
    const pause = retryAfter ?? Math.min(RETRY.least * 2 ** times, RETRY.most);
    notBefore.set(id, { at: clock.now() + pause, times });
    queued.add(id);
  }

  async function deliver(job: JobIn<'delivering'>): Promise<void> {
    const { outcome } = job;
    const expected = outcome.kind === 'pictures' ? plain(outcome) : [];
    if (outcome.kind === 'pictures') await remember(job, outcome, job.place, expected);
    const delivery: Delivery = await presenter.deliver(job);
    if (delivery.kind === 'later' && clock.now() - job.since < DAY) return postpone(job.id, delivery.retryAfter);
    const place = delivery.kind === 'shown' ? delivery.place : job.place;
    const reached = delivery.kind === 'shown' || delivery.kind === 'deleted';
    if (outcome.kind === 'pictures') {
      const otherwise = place.messageId !== job.place.messageId || !isSame(delivery, expected);
      if (delivery.kind === 'shown' && otherwise) await remember(job, outcome, place, delivery.buttons);
      await list(job, outcome, place);
    }
    if (delivery.kind === 'shown' && (await isAwaited(job))) await presenter.notify(job, place);
    if (!reached) log.warn({ job: job.id }, 'a result could not be shown anywhere; it is kept');
    await settle(job, reached || outcome.kind === 'failed' ? place : null, outcome);
  }

  /** Before the message shows them: a button may be pressed the moment it is there. */
  async function remember(
    job: JobIn<'delivering'>,
    pictures: Pictures,
    place: Place,
    buttons: readonly PostedButton[],
  ): Promise<void> {
    // One message for several tasks has no buttons that belong to one of them.
    const own = job.group.length === 0;
    await store.messages.put({
      place,
      jobId: job.id,
      taskId: own ? pictures.taskId : null,
      buttons: own ? buttons : [],
      requesterId: job.requester.id,
      prompt: pictures.prompt,
      createdAt: clock.now(),
    });
  }

  async function list(job: JobIn<'delivering'>, { taskId, prompt }: Pictures, place: Place): Promise<void> {
    if (!taskId) return;
    const entry = { taskId, prompt, place, at: clock.now() };
    await store.tasks.addPlace(taskId, place);
    const listed = { ...entry, prompt: prompt.slice(0, PROMPT_LISTED).toWellFormed() };
    await store.members.addRecent(job.requester.id, listed);
    if (!job.private) await store.channels.addNewest(place.channelId, entry);
  }

  async function isAwaited(job: JobIn<'delivering'>): Promise<boolean> {
    if (job.private || clock.now() - job.createdAt < LONG) return false;
    // Whoever waits for several in one message is told of the last.
    if (job.group.some((id) => id !== job.id && openJobs.get(id))) return false;
    return (await store.members.settings(job.requester.id)).notices;
  }

  async function settle(job: JobIn<'delivering'>, place: Place | null, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'failed') for (const key of job.claims) await store.claims.release(key, job.id);
    const settled = { ...enter(job, { step: 'settled', place, outcome, at: job.since }), reply: null };
    await openJobs.commit(settled);
    notBefore.delete(job.id);
    progress.forget(job.id);
    context.proceed(settled);
  }

  return {
    enqueue,
    pump,
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Whether a result was posted with just these buttons. */
function isSame(delivery: Delivery, expected: readonly PostedButton[]): boolean {
  if (delivery.kind !== 'shown' || delivery.buttons.length !== expected.length) return false;
  return delivery.buttons.every(({ id, customId }, n) => id === expected[n]?.id && customId === expected[n]?.customId);
}

/** The buttons as they are nearly always posted. */
function plain({ buttons }: Pictures): PostedButton[] {
  return buttons.map((button) => ({ ...button, id: button.customId }));
}
