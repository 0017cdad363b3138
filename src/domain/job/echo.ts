import type { Job } from './job.ts';

/**
 * What a submission is recognised by when its answer gets lost: relays send back the `state` that came with it. Ours names
 * the job and ends with a nonce that nobody else knows, so that no other task can carry it.
 */
const PREFIX = 'darkroom';

/** The `state` of a job's submission. The nonce has neither a dot nor a colon. */
export function stateOf(jobId: string, nonce: string): string {
  return `${PREFIX}.${jobId}.${nonce}`;
}

/**
 * Whether a member may not send this as a `state` of their own. Until job records had version 4, a job's id alone was its
 * state, and relays and we cut spaces off.
 */
export function isReserved(state: string): boolean {
  const bare = state.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return /^(?:darkroom|\d{17,}$)/.test(bare);
}

/** Whether a job's submission can be recognised: not by a state that the member chose, which may be anybody's. */
export function isRecognisable({ id, state }: Pick<Job, 'id' | 'state'>): boolean {
  return state === id || state.startsWith(`${PREFIX}.${id}.`);
}

/** The id of the job that a state of ours names; for any other text that text, less the number of a further task. */
export function jobIdIn(state: string): string {
  const [own = ''] = state.split('::', 1);
  return own.startsWith(`${PREFIX}.`) ? own.slice(PREFIX.length + 1, own.lastIndexOf('.')) : own;
}

/**
 * Which of a submission's tasks has this state: 0 when there is only one. Where a submission begins several, relays number
 * them from 1, as `<state>::1`. Null when the task is not the job's.
 */
export function taskNumber({ state: own }: Pick<Job, 'state'>, state: string): number | null {
  if (state === own) return 0;
  const number = state.startsWith(`${own}::`) ? state.slice(own.length + 2) : '';
  return /^\d{1,3}$/.test(number) ? Number(number) : null;
}
