import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** What a failed call to Discord means for us. */
export type Meaning =
  | 'unknownMessage'
  | 'unknownInteraction'
  | 'alreadyAcknowledged'
  /** The interaction token is dead. */
  | 'tokenDead'
  /** 401 without a telling code: a dead interaction token, or a bot token that Discord no longer takes. */
  | 'unauthorized'
  | 'noAccess'
  /** May not reply because it may not read the channel's history; may still post. */
  | 'noHistory'
  | 'archived'
  | 'tooOldToEdit'
  | 'dmClosed'
  | 'tooLarge'
  | 'invalidBody'
  /** Not carried out; may be sent again after `retryAfter`. */
  | 'rateLimited'
  /** No usable answer: whether it was carried out is not known. */
  | 'transient'
  /** Refused for what a picture or film in it shows. */
  | 'explicit'
  /** Refused for a link in it. */
  | 'harmfulLink'
  /** Refused for a word in it. */
  | 'moderated'
  /** Refused for good, by a code that we know. */
  | 'refused'
  /** Refused by a code that we do not know, or without one. It may pass by itself, so it closes nothing. */
  | 'unclear';

/** A failed call, fit for a log: unlike the error itself it holds neither address (with its token) nor body. */
export type Trouble = {
  readonly meaning: Meaning;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Discord's code, or the system's (`ECONNREFUSED`). */
  readonly code: number | string | null;
  readonly detail: string;
  /** In ms. */
  readonly retryAfter: number | null;
};

/** Whether a code says that the bot may not do this in a channel that is there: Missing Access, or Missing Permissions. */
export function isLocked(code: Trouble['code']): boolean {
  return code === 50001 || code === 50013;
}

/**
 * Codes that say for sure what they mean; a code that is missing here is `unclear`.
 * https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
 */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [10002, 'refused'],
  [10003, 'noAccess'],
  [10004, 'noAccess'],
  [10008, 'unknownMessage'],
  [10013, 'dmClosed'],
  [10015, 'tokenDead'],
  [10062, 'unknownInteraction'],
  [20009, 'explicit'],
  [30046, 'tooOldToEdit'],
  [40005, 'tooLarge'],
  [40007, 'noAccess'],
  [40060, 'alreadyAcknowledged'],
  [50001, 'noAccess'],
  [50005, 'refused'],
  [50006, 'invalidBody'],
  [50007, 'dmClosed'],
  [50008, 'refused'],
  [50013, 'noAccess'],
  [50021, 'refused'],
  [50024, 'refused'],
  [50027, 'tokenDead'],
  [50035, 'invalidBody'],
  [50045, 'tooLarge'],
  [50068, 'refused'],
  [50083, 'archived'],
  [50109, 'invalidBody'],
  [50278, 'dmClosed'],
  [130000, 'transient'],
  [160002, 'noHistory'],
  [160005, 'archived'],
  [200000, 'moderated'],
  [200001, 'moderated'],
  [240000, 'harmfulLink'],
]);

/** What Discord may have against a message because of what is in it, whatever way it takes. */
export type ContentRefusal = Extract<Meaning, 'explicit' | 'harmfulLink' | 'moderated'>;

export function isContentRefusal(meaning: Meaning): meaning is ContentRefusal {
  return meaning === 'explicit' || meaning === 'harmfulLink' || meaning === 'moderated';
}

/** Whether the same call may work a little later. */
export function mayPass({ meaning }: Trouble): boolean {
  return meaning === 'transient' || meaning === 'rateLimited' || meaning === 'unclear';
}

/** What anything that a call to Discord may throw means for us. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof DiscordAPIError) {
    const { status } = error;
    const code = typeof error.code === 'number' && error.code !== 0 ? error.code : null;
    const meaning = (code === null ? undefined : meanings.get(code)) ?? meaningOfStatus(status);
    return { meaning, status, code, detail: error.message.slice(0, 300), retryAfter: null };
  }
  if (error instanceof RateLimitError) {
    return rateLimited(error.route, Math.max(error.retryAfter, error.timeToReset, 0));
  }
  if (error instanceof HTTPError) {
    return { meaning: 'transient', status: error.status, code: null, detail: 'HTTPError', retryAfter: null };
  }
  const detail = error instanceof Error ? error.name : 'no error object';
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { meaning: 'transient', status: null, code, detail, retryAfter: null };
}

const network = /^(?:UND_ERR_|ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EAI_AGAIN$|EHOSTUNREACH$|ENETUNREACH$)/;

/** Whether Discord, or the way to it, failed. False for errors of our own and for what Discord refuses because of its content. */
export function isDiscordsFault(error: unknown): boolean {
  if (error instanceof DiscordAPIError) {
    const { meaning } = troubleOf(error);
    return meaning !== 'invalidBody' && meaning !== 'refused' && meaning !== 'tooLarge' && !isContentRefusal(meaning);
  }
  if (error instanceof HTTPError || error instanceof RateLimitError) return true;
  if (error instanceof DOMException) return error.name === 'TimeoutError' || error.name === 'AbortError';
  return error instanceof Error && 'code' in error && network.test(String(error.code));
}

/** The trouble of a call that was not carried out because Discord, or our own budget, forbids it for `retryAfter` ms. */
export function rateLimited(detail: string, retryAfter: number): Trouble {
  return { meaning: 'rateLimited', status: 429, code: null, detail, retryAfter };
}

/** Without a code that we know it may not be Discord's API that answered, but something in front of it. */
function meaningOfStatus(status: number): Meaning {
  if (status === 413) return 'tooLarge';
  return status === 401 ? 'unauthorized' : 'unclear';
}
