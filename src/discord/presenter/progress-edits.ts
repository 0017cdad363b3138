import type { Job } from '../../domain/job/job.ts';
import type { Clock, Log, Progress } from '../../domain/ports.ts';
import type { Pause } from '../../lib/timeout.ts';
import { createRecent } from '../board/recent.ts';
import type { MessageBody } from '../render/body.ts';
import { type Answer, PROGRESS_TIMEOUT, type Wire } from '../rest/api.ts';
import type { Trouble } from '../rest/errors.ts';
import { tokenLives } from './delivery-routes.ts';
import type { EditBudget } from './edit-budget.ts';
import type { GroupedMessage } from './grouped-message.ts';
import {
  createMessageStates,
  fingerprint,
  isMilestone,
  isShowable,
  type MessageState,
  type PlacedJob,
  routeFor,
} from './message-state.ts';
import type { Renderer } from './renderer.ts';

/**
 * Pauses before a step that no poll shows again is tried again, in ms: doubled with every failure, or all at once where the
 * channel is closed to us. Until it is shown, its member cannot press what it asks for.
 */
const AGAIN = { least: 1_000, most: 60_000, closed: 5 * 60_000 };
/** A new message settles for so long, in ms, before its first edit: most jobs pass through several steps at once. */
const SETTLING = 1_000;

/** Made once: an abort without a reason makes an error with a stack, for every job. */
const OVER = new DOMException('the job is over', 'AbortError');

export type ProgressParts = {
  readonly wire: Wire;
  readonly renderer: Renderer;
  readonly together: Pick<GroupedMessage, 'progress'>;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  /** Least ms between two edits of a message. */
  readonly interval: number;
};

/** Shows how jobs get on, one edit at a time per message. */
export function createProgress({ wire, renderer, together, budget, clock, pause, log, interval }: ProgressParts) {
  const messageStates = createMessageStates();
  /** Messages that cannot be edited, and jobs that have ended. */
  const uneditable = createRecent(1_000);
  const ended = createRecent(1_000);

  async function run(messageState: MessageState): Promise<void> {
    const { signal } = messageState.cancel;
    for (;;) {
      const wait = messageState.nextAt - clock.now();
      if (wait > 0 && messageState.pending) await pause(wait, signal);
      const sight = messageState.pending;
      if (!sight || signal.aborted) break;
      if (messageState.nextAt > clock.now()) continue;
      const { job, progress } = sight;
      const route = uneditable.has(job.place.messageId) ? null : routeFor(job, messageState, clock.now());
      const body = route && (await bodyOf(job, progress));
      if (signal.aborted) break;
      if (messageState.pending !== sight) continue;
      if (!body || fingerprint(body) === messageState.shown) {
        messageState.pending = null;
        continue;
      }
      const busy = route === 'bot' ? budget.take(`edit ${job.place.channelId}`, 'progress') : 0;
      if (busy > 0) {
        await pause(busy, signal);
        continue;
      }
      messageState.pending = null;
      const answer = await send(job, body, route);
      messageState.nextAt = clock.now() + interval;
      if (answer.ok) {
        messageState.shown = fingerprint(body);
        messageState.failures = 0;
      } else if (!signal.aborted)
        takeTrouble(messageState, job, answer.trouble, () => (messageState.pending ??= sight));
    }
    messageState.active = false;
  }

  function send(job: PlacedJob, body: MessageBody, route: 'token' | 'bot' | null): Promise<Answer<unknown>> {
    const payload = { body, files: [] };
    return route === 'token' && job.reply
      ? wire.editByToken({ ...job, reply: job.reply }, payload, stopped.signal, PROGRESS_TIMEOUT)
      : wire.editMessage(job.place, payload, stopped.signal, PROGRESS_TIMEOUT);
  }

  function takeTrouble(messageState: MessageState, job: PlacedJob, trouble: Trouble, again: () => void) {
    log.debug({ job: job.id, trouble }, 'progress could not be shown');
    const postpone = (ms: number) => {
      messageState.nextAt = Math.max(messageState.nextAt, clock.now() + ms);
      again();
    };
    const tokenDied = trouble.meaning === 'tokenDead' || (trouble.meaning === 'unauthorized' && job.reply);
    if (tokenDied && job.reply && messageState.deadToken !== job.reply.token) {
      messageState.deadToken = job.reply.token;
      messageState.nextAt = 0;
      again();
    } else if (trouble.meaning === 'transient' || trouble.meaning === 'rateLimited') {
      if (trouble.retryAfter !== null) {
        messageState.nextAt = Math.max(messageState.nextAt, clock.now() + trouble.retryAfter);
        if (!tokenLives(job, clock.now())) budget.hold(`edit ${job.place.channelId}`, trouble.retryAfter);
      }
      if (isMilestone(job)) postpone(Math.min(AGAIN.least * 2 ** messageState.failures, AGAIN.most));
      messageState.failures += 1;
    } else if (isMilestone(job) && (trouble.meaning === 'noAccess' || trouble.meaning === 'archived')) {
      postpone(AGAIN.closed);
    } else {
      uneditable.add(job.place.messageId);
    }
  }

  async function bodyOf(job: PlacedJob, progress: Progress): Promise<MessageBody | null> {
    try {
      return await (job.group.length > 0 ? together.progress(job) : renderer.progress(job, progress));
    } catch (error) {
      log.error({ error }, 'progress could not be rendered');
      return null;
    }
  }

  const stopped = new AbortController();

  return {
    /** What a message shows from its beginning. */
    began(messageId: string, body: MessageBody): void {
      const messageState = messageStates.use(messageId, clock.now());
      messageState.shown = fingerprint(body);
      messageState.nextAt = clock.now() + Math.min(SETTLING, interval);
    },

    show(job: Job, progress: Progress): void {
      if (stopped.signal.aborted || !isShowable(job)) return;
      const { messageId } = job.place;
      if (ended.has(job.id)) return;
      const messageState = messageStates.use(messageId, clock.now());
      messageState.pending = { job, progress };
      if (messageState.active) return;
      messageState.active = true;
      messageState.done = run(messageState);
    },

    /** Nothing of this job is shown any more; resolves when the edit in flight has ended. */
    async end({ id, place: { messageId } }: PlacedJob): Promise<void> {
      ended.add(id);
      const messageState = messageStates.get(messageId);
      if (!messageState) return;
      messageState.pending = null;
      messageState.cancel.abort(OVER);
      await messageState.done;
      messageStates.delete(messageId);
    },

    async stop(): Promise<void> {
      stopped.abort(new DOMException('stopping', 'AbortError'));
      for (const messageState of messageStates.all()) messageState.cancel.abort(OVER);
      await Promise.all(messageStates.all().map(({ done }) => done));
    },

    /** Messages remembered. */
    get size() {
      return messageStates.size;
    },
  };
}
