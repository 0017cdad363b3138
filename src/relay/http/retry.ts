import { setTimeout as delay } from 'node:timers/promises';
import { RelayError, RelaySilence } from '../../domain/failures/errors.ts';

/** How long to wait before the next try, in ms, after so many tries. */
export type RetryDelay = (tries: number) => number;

/**
 * Doubles from a quarter of a second. Half of it is random, so that many clients do not come back at the same moment.
 */
export const jitteredDelay: RetryDelay = (tries) => 250 * 2 ** (tries - 1) * (0.5 + Math.random());

/**
 * Calls `read` up to three times; for requests that change nothing. Between two tries it waits for `retryDelay` or for
 * the relay's Retry-After, whichever is longer. Throws the last error when another try would not help, when the wait
 * would end after the deadline (ms of `performance.now`), or when the signal is aborted.
 */
export async function retrying<T>(
  read: () => Promise<T>,
  { deadline, signal, retryDelay }: { deadline: number; signal: AbortSignal; retryDelay: RetryDelay },
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      const wait = Math.max(retryDelay(tries), (error instanceof RelayError && error.retryAfter) || 0);
      const futile = tries >= 3 || signal.aborted || !isPassing(error) || performance.now() + wait >= deadline;
      if (futile) throw error;
      await delay(wait, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof RelaySilence) return true;
  if (!(error instanceof RelayError)) return false;
  const { status } = error;
  return status === 408 || status === 429 || status >= 500 || (status >= 200 && status < 300);
}

const MAX_WAIT = 5 * 60_000;

/** A field of an HTTP answer, as undici has it. */
type Field = string | readonly string[] | undefined;

/**
 * The wait that an HTTP Retry-After field asks for (https://httpwg.org/specs/rfc9110.html#field.retry-after), in ms, at
 * most five minutes. A moment that it names is compared with the answer's own `date`, as our clock may be wrong.
 */
export function retryAfter(field: Field, date: Field): number | null {
  const text = textOf(field);
  if (text === '') return null;
  const saidAt = Date.parse(textOf(date));
  const now = Number.isNaN(saidAt) ? Date.now() : saidAt;
  const wait = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, Math.ceil(wait)), MAX_WAIT) : null;
}

function textOf(field: Field): string {
  return ((typeof field === 'string' ? field : field?.[0]) ?? '').trim();
}
