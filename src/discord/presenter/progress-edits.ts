import { LRUCache } from 'lru-cache';
import type { Job } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Progress } from '../../domain/ports/presenter.ts';
import type { Pause } from '../../lib/timeout.ts';
import type { MessageBody } from '../render/body.ts';
import type { ApiResult, DiscordApi, Payload } from '../rest/api.ts';
import { PROGRESS_TIMEOUT } from '../rest/deadlines.ts';
import type { EditBudget } from './edit-budget.ts';
import { createFailedEdits } from './failed-edits.ts';
import type { GroupedMessage } from './grouped-message.ts';
import { withMark } from './job-mark.ts';
import {
  createMessageStates,
  editorFor,
  fingerprint,
  isShowable,
  type MessageState,
  type PendingEdit,
  type PlacedJob,
} from './message-state.ts';
import type { Previews } from './previews.ts';
import type { Renderer } from './renderer.ts';

/** The pause between a message's posting and its first edit, in ms: most jobs pass through several steps at once. */
const FIRST_EDIT_PAUSE = 1_000;
/** How many ended jobs are remembered. */
const REMEMBERED = 1_000;

/** Made once: an abort without a reason makes an error with a stack, for every job. */
const JOB_OVER = new DOMException('the job is over', 'AbortError');

export type ProgressEditsParts = {
  readonly api: DiscordApi;
  readonly renderer: Renderer;
  readonly groupedMessage: Pick<GroupedMessage, 'progress'>;
  /** Null where the relay's addresses are shown. */
  readonly previews: Previews | null;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  readonly mayShow: () => boolean;
  /** The least ms between two edits of a message. */
  readonly interval: number;
};

/** Shows how jobs get on, one edit at a time per message. */
export function createProgressEdits(parts: ProgressEditsParts) {
  const { api, renderer, groupedMessage, previews, budget, clock, pause, log, interval, mayShow } = parts;
  const states = createMessageStates();
  const failedEdits = createFailedEdits(parts);
  const endedJobs = new LRUCache<string, true>({ max: REMEMBERED });
  const stopped = new AbortController();

  /** Sends what is pending for a message until nothing is. */
  async function sendPending(state: MessageState): Promise<void> {
    const { signal } = state.cancel;
    for (;;) {
      const wait = state.nextAt - clock.monotonic();
      if (wait > 0 && state.pending) await pause(wait, signal);
      if (!state.pending || signal.aborted) break;
      if (state.nextAt > clock.monotonic()) continue;
      await preparePreview(state, state.pending);
      const edit = state.pending;
      if (!edit || signal.aborted) break;
      const { job, progress } = edit;
      const editor = editorOf(job, state);
      const payload = editor && (await render(state, job, progress));
      if (signal.aborted) break;
      if (state.pending !== edit) continue;
      const look = payload && fingerprint(payload.body);
      if (!payload || look === null || !mayShow() || look === state.shown) {
        state.pending = null;
        continue;
      }
      const wantedPause = editor === 'bot' ? budget.take(`edit ${job.place.channelId}`, 'progress') : 0;
      if (wantedPause > 0) {
        await pause(wantedPause, signal);
        continue;
      }
      state.pending = null;
      const result = await send(job, payload, editor);
      state.nextAt = clock.monotonic() + interval;
      if (result.ok) {
        state.shown = look;
        state.failures = 0;
      } else if (!signal.aborted) {
        failedEdits.meet(state, job, result.trouble, payload, () => (state.pending ??= edit));
      }
    }
    state.active = false;
  }

  function editorOf(job: PlacedJob, state: MessageState): 'token' | 'bot' | null {
    return failedEdits.isClosed(job.place) ? null : editorFor(job, state, clock);
  }

  async function preparePreview(state: MessageState, { job, progress }: PendingEdit): Promise<void> {
    const isPreviewed = job.step === 'following' && job.group.length === 0 && mayHavePreview(state);
    if (!previews || !isPreviewed || !editorOf(job, state)) return;
    await previews.prepare(state.preview, progress, state.cancel.signal, () => {
      if (state.newest) put(state, state.newest);
    });
  }

  function send(job: PlacedJob, payload: Payload, editor: 'token' | 'bot' | null): Promise<ApiResult<unknown>> {
    return editor === 'token' && job.reply
      ? api.editByToken({ ...job, reply: job.reply }, payload, stopped.signal, PROGRESS_TIMEOUT)
      : api.editMessage(job.place, payload, stopped.signal, PROGRESS_TIMEOUT);
  }

  async function render(state: MessageState, placed: PlacedJob, given: Progress): Promise<Payload | null> {
    const job = state.withoutPrompt ? { ...placed, prompt: '' } : placed;
    const progress = previews || state.withoutPrompt ? { ...given, previewUrl: '' } : given;
    const file = mayHavePreview(state) && given.previewUrl !== '' ? state.preview.file : null;
    try {
      const body = await (job.group.length > 0
        ? groupedMessage.progress(job)
        : renderer.progress(job, progress, file?.name));
      return body && { body: withMark(body, job), files: file && body.attachments.length > 0 ? [file] : [] };
    } catch (error) {
      log.error({ error }, 'progress could not be rendered');
      return null;
    }
  }

  function put(state: MessageState, edit: PendingEdit): void {
    if (state.cancel.signal.aborted) return;
    state.newest = edit;
    state.pending = edit;
    if (state.active) return;
    state.active = true;
    state.done = sendPending(state);
  }

  return {
    /** Notes what a new message shows. */
    begin(messageId: string, body: MessageBody): void {
      const state = states.use(messageId, clock.monotonic());
      state.shown = fingerprint(body);
      state.nextAt = clock.monotonic() + Math.min(FIRST_EDIT_PAUSE, interval);
    },

    /** Whether it is known what a message shows. */
    knows: (messageId: string) => states.get(messageId) !== undefined,

    /** Forgets what was to be shown. Edits in flight go on. */
    rest(): void {
      states.end(JOB_OVER);
      endedJobs.clear();
    },

    show(job: Job, progress: Progress): void {
      if (stopped.signal.aborted || !isShowable(job)) return;
      if (endedJobs.has(job.id)) return;
      put(states.use(job.place.messageId, clock.monotonic()), { job, progress });
    },

    /** Nothing of this job is shown any more; resolves when the edit in flight has ended. */
    async end({ id, place: { messageId } }: PlacedJob): Promise<void> {
      endedJobs.set(id, true);
      const state = states.get(messageId);
      if (!state) return;
      state.pending = null;
      state.cancel.abort(JOB_OVER);
      await state.done;
      states.delete(messageId);
    },

    async stop(): Promise<void> {
      stopped.abort(new DOMException('stopping', 'AbortError'));
      for (const state of states.all()) state.cancel.abort(JOB_OVER);
      await Promise.all(states.all().map(({ done }) => done));
    },

    /** How many messages are remembered. */
    get size() {
      return states.size;
    },
  };
}

function mayHavePreview({ withoutPrompt, withoutPreview }: MessageState): boolean {
  return !withoutPrompt && !withoutPreview;
}
