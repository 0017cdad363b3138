import { LRUCache } from 'lru-cache';
import type { Job } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Progress } from '../../domain/ports/presenter.ts';
import type { Pause } from '../../lib/timeout.ts';
import type { MessageBody } from '../render/body.ts';
import type { ApiResult, DiscordApi, Payload } from '../rest/api.ts';
import { PROGRESS_TIMEOUT } from '../rest/deadlines.ts';
import { isContentRefusal, type Meaning, mayPass, type Trouble } from '../rest/errors.ts';
import { isEditableByToken, mayReopen } from './delivery-routes.ts';
import type { EditBudget } from './edit-budget.ts';
import type { GroupedMessage } from './grouped-message.ts';
import { withMark } from './job-mark.ts';
import {
  createMessageStates,
  editorFor,
  fingerprint,
  isMilestone,
  isShowable,
  type MessageState,
  type PendingEdit,
  type PlacedJob,
} from './message-state.ts';
import type { Previews } from './previews.ts';
import type { Renderer } from './renderer.ts';

/**
 * Pauses before the edit of a milestone is tried again, in ms. No poll shows a milestone a second time, and until it is
 * shown its member cannot press what it asks for.
 */
const RETRY_MIN = 1_000;
/** The pause doubles with every failure up to this. */
const RETRY_MAX = 60_000;
/** The pause where the channel is closed to us. */
const CLOSED_RETRY = 5 * 60_000;
/** The pause between a message's posting and its first edit, in ms: most jobs pass through several steps at once. */
const FIRST_EDIT_PAUSE = 1_000;
/** How many uneditable messages and ended jobs are remembered. */
const REMEMBERED = 1_000;

/** Made once: an abort without a reason makes an error with a stack, for every job. */
const JOB_OVER = new DOMException('the job is over', 'AbortError');

/** After which progress rests a while, too: Discord bans whoever makes too many requests that it refuses. */
const waitedOut: ReadonlySet<Meaning> = new Set(['unclear', 'noAccess']);
/** What Discord answers where a file is too much, or no file may be sent. */
const withoutFiles: ReadonlySet<Meaning> = new Set(['tooLarge', 'invalidBody', 'noAccess', 'refused']);

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
  const uneditableMessages = new LRUCache<string, true>({ max: REMEMBERED });
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
      if (!payload || !mayShow() || fingerprint(payload.body) === state.shown) {
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
        state.shown = fingerprint(payload.body);
        state.failures = 0;
      } else if (!signal.aborted) {
        onTrouble(state, job, result.trouble, payload, () => (state.pending ??= edit));
      }
    }
    state.active = false;
  }

  function editorOf(job: PlacedJob, state: MessageState): 'token' | 'bot' | null {
    return uneditableMessages.has(job.place.messageId) ? null : editorFor(job, state, clock);
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

  /** Decides what becomes of an edit that failed: `retry` makes it pending again unless a newer one is. */
  function onTrouble(state: MessageState, job: PlacedJob, trouble: Trouble, { files }: Payload, retry: () => void) {
    log.debug({ job: job.id, trouble }, 'progress could not be shown');
    const retryAfter = (ms: number) => {
      state.nextAt = Math.max(state.nextAt, clock.monotonic() + ms);
      retry();
    };
    const tokenDied = trouble.meaning === 'tokenDead' || (trouble.meaning === 'unauthorized' && job.reply);
    if (tokenDied && job.reply && state.deadToken !== job.reply.token) {
      state.deadToken = job.reply.token;
      state.nextAt = Number.NEGATIVE_INFINITY;
      retry();
    } else if (isContentRefusal(trouble.meaning) && !state.withoutPrompt) {
      state.withoutPrompt = true;
      state.nextAt = Number.NEGATIVE_INFINITY;
      retry();
    } else if (files.length > 0 && withoutFiles.has(trouble.meaning)) {
      state.withoutPreview = true;
      state.nextAt = Number.NEGATIVE_INFINITY;
      retry();
    } else if (mayPass(trouble) || mayReopen(job, trouble)) {
      if (trouble.retryAfter !== null) {
        state.nextAt = Math.max(state.nextAt, clock.monotonic() + trouble.retryAfter);
        if (!isEditableByToken(job, clock)) budget.block(`edit ${job.place.channelId}`, trouble.retryAfter);
      }
      const wait = Math.min(RETRY_MIN * 2 ** state.failures, RETRY_MAX);
      if (isMilestone(job)) retryAfter(wait);
      else if (waitedOut.has(trouble.meaning)) state.nextAt = Math.max(state.nextAt, clock.monotonic() + wait);
      state.failures += 1;
    } else if (isMilestone(job) && (trouble.meaning === 'noAccess' || trouble.meaning === 'archived')) {
      retryAfter(CLOSED_RETRY);
    } else {
      uneditableMessages.set(job.place.messageId, true);
    }
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
