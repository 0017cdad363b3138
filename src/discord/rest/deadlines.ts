// Every deadline between an interaction and its first answer, and those of what follows, in ms. A test adds up what may be
// waited for before the first answer and the answer itself: together they stay below Discord's three seconds.

/**
 * Discord forgets an interaction that has no answer after this long
 * (https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction).
 */
export const DISCORD_LIMIT = 3_000;

/** How long the store may take to say which process answers an interaction. */
export const CLAIM_WAIT = 300;

/** How long after an interaction came another process takes it for forsaken that has no answer. */
export const FALLBACK_AFTER = 1_000;

/** The same for a process that is about to stop: it can take nothing in, so all others come before it. */
export const LAST_FALLBACK_AFTER = 1_700;

/** How long a first answer may take that is sent at once. It is never repeated: Discord may have it although we heard nothing. */
export const ANSWER_TIMEOUT = 2_500;
/** How long a first answer may take at least, however late it is sent. */
const LATE_ANSWER_TIMEOUT = 900;

/**
 * What a first answer may take when the interaction arrived `elapsed` ms ago. When nothing was heard of the message of a new
 * job within that time, it is looked for afterwards.
 */
export function answerTimeout(elapsed: number): number {
  return Math.max(ANSWER_TIMEOUT - elapsed, LATE_ANSWER_TIMEOUT);
}

/** The longest wait for a rate limit before a first answer is given up. */
export const ANSWER_RATE_LIMIT_WAIT = ANSWER_TIMEOUT / 2;

/** How long the relay is waited for when a suggestion, or a command that names a task, depends on it. */
export const TASK_WAIT = 2_000;

/** How long a press waits until Discord tells who may use the command that does the same. */
export const PERMISSION_WAIT = 500;

/**
 * How long a press waits until the job of an earlier press has its message, so that it can point there, or has come to nothing, so that
 * it can take its place: what a dead process has left is looked at every second.
 */
export const EARLIER_PRESS_WAIT = 1_300;

/**
 * An interaction token dies after this long
 * (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages).
 */
export const TOKEN_LIFE = 15 * 60_000;

/** How long a "thinking" message is tried to be filled while Discord is in trouble. */
export const FILL_PATIENCE = 60_000;

/** How long anything after the first answer may take: further messages, edits, deletions. */
export const CALL_TIMEOUT = 15_000;
/** The same for a message with files. */
export const UPLOAD_TIMEOUT = 60_000;
/** Reading one message or a page of them. */
export const READ_TIMEOUT = 5_000;
/** A progress edit. It is short because discord.js sends a channel's edits one after another and a result may be waiting. */
export const PROGRESS_TIMEOUT = 8_000;
