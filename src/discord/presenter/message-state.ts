import { hash } from 'node:crypto';
import type { Job, Place } from '../../domain/job/job.ts';
import { snowflakeTime } from '../../domain/job/snowflake.ts';
import type { Progress } from '../../domain/ports.ts';
import type { MessageBody } from '../render/body.ts';
import { tokenLives } from './delivery-routes.ts';

/** A job that has a message. */
export type PlacedJob = Job & { readonly place: Place };

/** Whether a job's message still shows how it gets on. */
export function isShowable(job: Job): job is PlacedJob {
  return job.step !== 'received' && job.step !== 'delivering' && job.step !== 'settled';
}

/** Steps that stay as they are: no poll shows them a second time. */
export function isMilestone({ step }: Job): boolean {
  return step === 'window' || step === 'unknown' || step === 'overdue';
}

/** What one message is to show. */
export type JobStatus = { readonly job: PlacedJob; readonly progress: Progress };

/** The progress of one message: the newest state to show, and what was shown last. */
export type MessageState = {
  pending: JobStatus | null;
  /** Whether somebody is sending `pending`, or waiting to; `done` resolves when that ends. */
  active: boolean;
  done: Promise<void>;
  /** Fingerprint of the body shown last; empty when unknown. */
  shown: string;
  /** Earliest next edit, Unix ms. */
  nextAt: number;
  /** Failed attempts in a row. */
  failures: number;
  /** An interaction token found dead before its time. */
  deadToken: string;
  /** Unix ms. */
  touchedAt: number;
  readonly cancel: AbortController;
};

/** Edits of messages older than an hour are counted more strictly (30046): the few left are for what matters. In ms. */
const OLD = 55 * 60_000;

/** Whose token a progress edit may use now; null when there should be none. */
export function routeFor(job: PlacedJob, { deadToken }: MessageState, now: number): 'token' | 'bot' | null {
  if (tokenLives(job, now) && job.reply?.token !== deadToken) return 'token';
  if (job.private) return null;
  return now - snowflakeTime(job.place.messageId) < OLD || isMilestone(job) ? 'bot' : null;
}

/** A messageState nobody used for so long, in ms, is forgotten; all that costs is one edit that changes nothing. */
const IDLE = 3_600_000;

/** The messageStates, by message id. Idle ones are forgotten as others are used. */
export function createMessageStates() {
  const messageStates = new Map<string, MessageState>();
  return {
    get: (messageId: string) => messageStates.get(messageId),
    /** The messageState of a message, made when there is none. */
    use(messageId: string, now: number): MessageState {
      for (const [id, { active, touchedAt }] of messageStates) {
        if (active || now - touchedAt < IDLE) break;
        messageStates.delete(id);
      }
      const messageState = messageStates.get(messageId) ?? emptyLane();
      messageState.touchedAt = now;
      messageStates.delete(messageId);
      messageStates.set(messageId, messageState);
      return messageState;
    },
    delete: (messageId: string) => messageStates.delete(messageId),
    all: () => [...messageStates.values()],
    get size() {
      return messageStates.size;
    },
  };
}

function emptyLane(): MessageState {
  return {
    pending: null,
    active: false,
    done: Promise.resolve(),
    shown: '',
    nextAt: 0,
    failures: 0,
    deadToken: '',
    touchedAt: 0,
    cancel: new AbortController(),
  };
}

/** Equal for bodies that look the same. Relays change only the `rand` of a preview's address when nothing new is shown. */
export function fingerprint(body: MessageBody): string {
  return hash('sha1', JSON.stringify(body).replaceAll(/([?&])rand=[^&"\\#]*/g, '$1'), 'base64');
}
