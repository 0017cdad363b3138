import type { Request } from '../job/request.ts';
import { snowflakeTime } from '../job/snowflake.ts';
import { classify } from './action.ts';
import { withoutMark } from './change.ts';

/** Two presses of one button by one member within this many ms are one. Measured by Discord's clock, not ours. */
const DOUBLE_CLICK_MS = 2000;

/**
 * The claim under which an action is paid for once, whoever presses it; null for actions that make something new each
 * time.
 */
export function onceKey(request: Request): string | null {
  if (request.kind !== 'action' || classify(request.customId).repeatable) return null;
  return `once:${request.taskId}:${spelling(withoutMark(request.customId))}`;
}

/** The id as relays spell it, however a member wrote it: some take `Job` for `JOB`. */
function spelling(customId: string): string {
  const [mj = '', job = '', kind = '', ...rest] = customId.split('::');
  return [mj.toUpperCase(), job.toUpperCase(), kind.toLowerCase(), ...rest].join('::');
}

/** The claim that a member's press of a button takes for a short time, so that a double click is recognised. */
export function pressKey(request: Request, memberId: string): string | null {
  return request.kind === 'action' ? `press:${request.taskId}:${request.customId}:${memberId}` : null;
}

/** Whether two interactions, given by their ids, are one accidental double click. */
export function isDoubleClick(one: string, other: string): boolean {
  return Math.abs(snowflakeTime(one) - snowflakeTime(other)) < DOUBLE_CLICK_MS;
}

/** How long the store remembers a press, in ms: longer than any two deliveries of one double click lie apart. */
export const PRESS_MEMORY_MS = 60_000;
