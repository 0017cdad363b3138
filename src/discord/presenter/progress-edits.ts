import type { Job } from '../../domain/job/job.ts';
import type { Clock, Log, Progress } from '../../domain/ports.ts';
import type { Pause } from '../../lib/timeout.ts';
import { createRecent } from '../board/recent.ts';
import type { MessageBody } from '../render/body.ts';
import { type Answer, PROGRESS_TIMEOUT, type Wire } from '../rest/api.ts';
import type { Trouble } from '../rest/errors.ts';
import { tokenLives } from './delivery-routes.ts';
import type { Budget } from './edit-budget.ts';
import type { Together } from './grouped-message.ts';
import {
  createLanes,
  fingerprint,
  isMilestone,
  isShowable,
  type Lane,
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
  readonly together: Pick<Together, 'progress'>;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  /** Least ms between two edits of a message. */
  readonly interval: number;
};

/** Shows how jobs get on, one edit at a time per message. */
export function createProgress({ wire, renderer, together, budget, clock, pause, log, interval }: ProgressParts) {
  const lanes = createLanes();
  /** Messages that cannot be edited, and jobs that have ended. */
  const hushed = createRecent(1_000);
  const ended = createRecent(1_000);

  async function run(lane: Lane): Promise<void> {
    const { signal } = lane.cancel;
    for (;;) {
      const wait = lane.nextAt - clock.now();
      if (wait > 0 && lane.pending) await pause(wait, signal);
      const sight = lane.pending;
      if (!sight || signal.aborted) break;
      if (lane.nextAt > clock.now()) continue;
      const { job, progress } = sight;
      const route = hushed.has(job.place.messageId) ? null : routeFor(job, lane, clock.now());
      const body = route && (await bodyOf(job, progress));
      if (signal.aborted) break;
      if (lane.pending !== sight) continue;
      if (!body || fingerprint(body) === lane.shown) {
        lane.pending = null;
        continue;
      }
      const busy = route === 'bot' ? budget.take(`edit ${job.place.channelId}`, 'progress') : 0;
      if (busy > 0) {
        await pause(busy, signal);
        continue;
      }
      lane.pending = null;
      const answer = await send(job, body, route);
      lane.nextAt = clock.now() + interval;
      if (answer.ok) {
        lane.shown = fingerprint(body);
        lane.failures = 0;
      } else if (!signal.aborted) takeTrouble(lane, job, answer.trouble, () => (lane.pending ??= sight));
    }
    lane.active = false;
  }

  function send(job: PlacedJob, body: MessageBody, route: 'token' | 'bot' | null): Promise<Answer<unknown>> {
    const parcel = { body, files: [] };
    return route === 'token' && job.reply
      ? wire.editByToken({ ...job, reply: job.reply }, parcel, stopped.signal, PROGRESS_TIMEOUT)
      : wire.editMessage(job.place, parcel, stopped.signal, PROGRESS_TIMEOUT);
  }

  function takeTrouble(lane: Lane, job: PlacedJob, trouble: Trouble, again: () => void) {
    log.debug({ job: job.id, trouble }, 'progress could not be shown');
    const postpone = (ms: number) => {
      lane.nextAt = Math.max(lane.nextAt, clock.now() + ms);
      again();
    };
    const tokenDied = trouble.meaning === 'tokenDead' || (trouble.meaning === 'unauthorized' && job.reply);
    if (tokenDied && job.reply && lane.deadToken !== job.reply.token) {
      lane.deadToken = job.reply.token;
      lane.nextAt = 0;
      again();
    } else if (trouble.meaning === 'transient' || trouble.meaning === 'rateLimited') {
      if (trouble.retryAfter !== null) {
        lane.nextAt = Math.max(lane.nextAt, clock.now() + trouble.retryAfter);
        if (!tokenLives(job, clock.now())) budget.hold(`edit ${job.place.channelId}`, trouble.retryAfter);
      }
      if (isMilestone(job)) postpone(Math.min(AGAIN.least * 2 ** lane.failures, AGAIN.most));
      lane.failures += 1;
    } else if (isMilestone(job) && (trouble.meaning === 'noAccess' || trouble.meaning === 'archived')) {
      postpone(AGAIN.closed);
    } else {
      hushed.add(job.place.messageId);
    }
  }

  async function bodyOf(job: PlacedJob, progress: Progress): Promise<MessageBody | null> {
    try {
      return await (job.mates.length > 0 ? together.progress(job) : renderer.progress(job, progress));
    } catch (error) {
      log.error({ error }, 'progress could not be rendered');
      return null;
    }
  }

  const stopped = new AbortController();

  return {
    /** What a message shows from its beginning. */
    began(messageId: string, body: MessageBody): void {
      const lane = lanes.use(messageId, clock.now());
      lane.shown = fingerprint(body);
      lane.nextAt = clock.now() + Math.min(SETTLING, interval);
    },

    show(job: Job, progress: Progress): void {
      if (stopped.signal.aborted || !isShowable(job)) return;
      const { messageId } = job.place;
      if (ended.has(job.id)) return;
      const lane = lanes.use(messageId, clock.now());
      lane.pending = { job, progress };
      if (lane.active) return;
      lane.active = true;
      lane.done = run(lane);
    },

    /** Nothing of this job is shown any more; resolves when the edit in flight has ended. */
    async end({ id, place: { messageId } }: PlacedJob): Promise<void> {
      ended.add(id);
      const lane = lanes.get(messageId);
      if (!lane) return;
      lane.pending = null;
      lane.cancel.abort(OVER);
      await lane.done;
      lanes.delete(messageId);
    },

    async stop(): Promise<void> {
      stopped.abort(new DOMException('stopping', 'AbortError'));
      for (const lane of lanes.all()) lane.cancel.abort(OVER);
      await Promise.all(lanes.all().map(({ done }) => done));
    },

    /** Messages remembered. */
    get size() {
      return lanes.size;
    },
  };
}
