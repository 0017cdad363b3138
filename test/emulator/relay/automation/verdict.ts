import type { EmulatedTask } from '../tasks.ts';

/** What the automation server says to a submit. Profiles turn it into an answer. */
export type Verdict = {
  /** HTTP status. */
  readonly status: number;
  readonly code: number;
  readonly description: string;
  readonly result: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Made or moved by this submit. */
  readonly tasks: readonly EmulatedTask[];
  /** The task waits for `/submit/modal`. */
  readonly window: boolean;
};

export function refuse(code: number, description: string, properties = {}, status = 200): Verdict {
  return { status, code, description, result: null, properties, tasks: [], window: false };
}

/** The parent task is unknown: the one refusal that is not HTTP 200. */
export const missing = () => refuse(3, 'Task does not exist', {}, 404);
