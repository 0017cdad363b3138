import type { Dispatcher } from 'undici';
import { RelayError, RelaySilence } from '../../domain/failures/errors.ts';
import { retryAfter } from './retry.ts';

export type Sink = (chunk: Buffer) => boolean;

/** One HTTP request and its bounds. `path` is the address without its origin; errors and logs name only that. */
export type Call = {
  readonly method: 'GET' | 'POST';
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The largest answer that is kept, in bytes. */
  readonly cap: number;
  /** Takes the pieces of a successful answer, of which nothing is kept then: whether it has enough. */
  readonly sink?: Sink;
  /** In ms of `performance.now`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
};

/** A whole answer, of any status and any content. `retryAfter` is in ms, null when the relay named no time. */
export type Answer = { readonly status: number; readonly text: string; readonly retryAfter: number | null };

/**
 * Sends one request once and reads the whole answer as text. Redirects are not followed.
 *
 * Throws RelaySilence when no whole answer comes by the deadline, and RelayError when the answer is over the cap. The
 * `received` of a RelaySilence is false only if not one byte of the request was written: undici calls `onRequestStart`
 * right before it writes (https://github.com/nodejs/undici/blob/main/docs/docs/api/Dispatcher.md). A proxy that opens no tunnel has
 * been given nothing of the request.
 */
export function exchange(dispatcher: Dispatcher, call: Call): Promise<Answer> {
  const { method, origin, path, headers, body = null, cap, sink, deadline, signal } = call;
  return new Promise((resolve, reject) => {
    let abort: ((reason: Error) => void) | null = null;
    let over: Error | null = null;
    let status = 0;
    let wait: number | null = null;
    const chunks: Buffer[] = [];
    let size = 0;

    const finish = (error: Error | null) => {
      if (over) return;
      over = error ?? finished;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (!error) return resolve({ status, text: decode(chunks), retryAfter: wait });
      reject(error instanceof RelayError ? error : new RelaySilence(path, abort !== null, error));
      abort?.(error);
    };
    const stop = () => finish(new Error('stopped', { cause: signal.reason }));
    const timer = setTimeout(() => finish(new Error('the deadline passed')), Math.max(0, deadline - performance.now()));
    signal.addEventListener('abort', stop);
    if (signal.aborted) return stop();

    const onRequestStart = (controller: { abort(reason: Error): void }) => {
      if (over) return controller.abort(over);
      abort = (reason) => controller.abort(reason);
    };
    const onResponseStart = (_: unknown, code: number, fields: Record<string, string | string[] | undefined>) => {
      if (code < 200) return;
      status = code;
      wait = retryAfter(fields['retry-after'], fields.date);
    };
    const onResponseData = (_: unknown, chunk: Buffer) => {
      if (over) return;
      if (sink && status < 300) {
        if (!sink(chunk)) return;
        finish(null);
        return abort?.(finished);
      }
      size += chunk.length;
      if (size > cap) finish(new RelayError(path, status, `more than ${cap} bytes`, wait));
      else chunks.push(chunk);
    };
    const onResponseEnd = () => finish(null);
    const onResponseError = (_: unknown, error: Error) => finish(error);
    try {
      dispatcher.dispatch(
        { origin, path, method, headers, body },
        { onRequestStart, onResponseStart, onResponseData, onResponseEnd, onResponseError },
      );
    } catch (error) {
      finish(error instanceof Error ? error : new Error('not sent', { cause: error }));
    }
  });
}

const finished = new Error('finished');

function decode(chunks: readonly Buffer[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}
