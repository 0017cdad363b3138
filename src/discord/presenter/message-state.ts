import { hash } from 'node:crypto';
import type { Job, Place } from '../../domain/job/job.ts';
import { snowflakeTime } from '../../domain/job/snowflake.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Progress } from '../../domain/ports/presenter.ts';
import type { MessageBody } from '../render/body.ts';
import { isEditableByToken } from './delivery-routes.ts';
import { newPreview, type Preview } from './previews.ts';

/** A job that has a message. */
export type PlacedJob = Job & { readonly place: Place };

/** Whether a job's message still shows how it gets on. */
export function isShowable(job: Job): job is PlacedJob {
  return job.step !== 'received' && job.step !== 'delivering' && job.step !== 'settled';
}

/** Whether a job may stay in this step for good: then no poll shows the step a second time. */
export function isMilestone({ step }: Job): boolean {
  return step === 'window' || step === 'unknown' || step === 'overdue';
}

/** What a message is to show next. */
export type PendingEdit = { readonly job: PlacedJob; readonly progress: Progress };

/** The progress edits of one message: the newest state to show, and what was shown last. */
export type MessageState = {
  pending: PendingEdit | null;
  /** What was to be shown last, whether or not it was. */
  newest: PendingEdit | null;
  readonly preview: Preview;
  /** Whether `pending` is being sent or waits for that. */
  active: boolean;
  /** Resolves when `active` ends. */
  done: Promise<void>;
  /** Fingerprint of the body shown last; empty when unknown. */
  shown: string;
  /** When the next edit may be made at the earliest, in `monotonic` ms. */
  nextAt: number;
  /** How many edits failed in a row. */
  failures: number;
  /** Discord refuses a word or a link in it, so neither the prompt nor a preview is shown. */
  withoutPrompt: boolean;
  /** Discord does not take a file in it. */
  withoutPreview: boolean;
  /** An interaction token found dead before its time; empty when there is none. */
  deadToken: string;
  /** In `monotonic` ms. */
  usedAt: number;
  readonly cancel: AbortController;
};

/** Discord allows few edits of messages older than an hour (error 30046); they are kept for what matters. In ms. */
const OLD = 55 * 60_000;

/** Whose token may make a progress edit now; null when there should be no edit. */
export function editorFor(job: PlacedJob, { deadToken }: MessageState, clock: Clock): 'token' | 'bot' | null {
  if (isEditableByToken(job, clock) && job.reply?.token !== deadToken) return 'token';
  if (job.private) return null;
  return clock.now() - snowflakeTime(job.place.messageId) < OLD || isMilestone(job) ? 'bot' : null;
}

/** A state that nobody used for this long, in ms, is forgotten. All that costs is one edit that changes nothing. */
const IDLE = 3_600_000;

/** The states by message id. Idle ones are forgotten as others are used. */
export function createMessageStates() {
  const states = new Map<string, MessageState>();
  return {
    get: (messageId: string) => states.get(messageId),
    /** The state of a message, made when there is none. */
    use(messageId: string, now: number): MessageState {
      for (const [id, { active, usedAt }] of states) {
        if (active || now - usedAt < IDLE) break;
        states.delete(id);
      }
      const state = states.get(messageId) ?? newState();
      state.usedAt = now;
      states.delete(messageId);
      states.set(messageId, state);
      return state;
    },
    delete: (messageId: string) => states.delete(messageId),
    /** Ends all that is pending, with this reason. A state that is being sent is known until that has ended. */
    end(reason: unknown): void {
      for (const [id, state] of states) {
        state.cancel.abort(reason);
        const forget = () => {
          if (states.get(id) === state) states.delete(id);
        };
        if (state.active) void state.done.then(forget);
        else forget();
      }
    },
    all: () => [...states.values()],
    get size() {
      return states.size;
    },
  };
}

function newState(): MessageState {
  return {
    pending: null,
    newest: null,
    preview: newPreview(),
    active: false,
    done: Promise.resolve(),
    shown: '',
    nextAt: Number.NEGATIVE_INFINITY,
    failures: 0,
    withoutPrompt: false,
    withoutPreview: false,
    deadToken: '',
    usedAt: 0,
    cancel: new AbortController(),
  };
}

/** Equal for bodies that look the same. Relays change only the `rand` of a preview's address when nothing new is shown. */
export function fingerprint(body: MessageBody): string {
  return hash('sha1', JSON.stringify(body).replaceAll(/([?&])rand=[^&"\\#]*/g, '$1'), 'base64');
}
