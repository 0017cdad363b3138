import type { Dispatcher } from 'undici';
import type { MediaTrouble } from '../domain/pictures/media.ts';
import { KIND_BYTES, kindOf } from './measure.ts';
import { createPieces, type Pieces } from './pieces.ts';

/** The bounds of one download. */
export type Bounds = {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /**
   * Asks for room in memory before so many more bytes of the file are kept: null when they may be kept at once. What it rejects with
   * is thrown.
   */
  readonly room: (bytes: number) => Promise<void> | null;
};

/** Where to ask for a file. `path` is the address without its origin. */
export type Target = { readonly origin: string; readonly path: string };

/** What came of a request: the file in pieces, why there is none, or where else it is. */
export type Received = readonly Uint8Array[] | MediaTrouble | { readonly location: string };

/** A request was written, and nobody answered it: the connection broke off, or the host had just given it up. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code: string;

  constructor(cause: Error) {
    super('nobody answered', { cause });
    this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A host says so to who has been silent for too long, and closes the connection, also when a request is under way to it. */
const TOO_LATE = 408;

/** Midjourney's CDN refuses clients that are no browsers. Nobody is sent a referer or a key. */
const headers = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'image/png,image/webp,image/jpeg,image/gif,video/mp4,*/*;q=0.5',
  'accept-encoding': 'identity',
};

/** Why a connection is closed on which more would come. */
const enough = new Error('enough was read');

/**
 * Asks once for a file and reads it into memory. The host is not read from while there is no room for more. As soon as it
 * is known that nothing will come of it, the rest is left unread and the connection closed; an abort does that at once.
 *
 * Throws NoAnswer when it may be asked for again over another connection, otherwise what the dispatcher throws.
 */
export function receive(
  dispatcher: Dispatcher,
  { origin, path }: Target,
  { maxBytes, signal, room }: Bounds,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    /** What has no room yet. Undici reads on where the host has closed the connection, so it may be more than one chunk. */
    const waiting: Uint8Array[] = [];
    let control: Dispatcher.DispatchController | null = null;
    let pieces: Pieces | null = null;
    let isAnswered = false;
    let arrived = 0;
    let isKnown = false;
    let hasEnded = false;
    let isOver = false;

    function finish(result: Received | Error): void {
      if (isOver) return;
      isOver = true;
      signal.removeEventListener('abort', stop);
      if (result instanceof Error) reject(result);
      else resolve(result);
      if (!hasEnded) control?.abort(enough);
    }
    const stop = () => finish(errorOf(signal.reason));

    function keep(chunk: Uint8Array, { add, size, head }: Pieces): void {
      add(chunk);
      if (isKnown || size() < KIND_BYTES) return;
      isKnown = kindOf(head(KIND_BYTES)) !== undefined;
      if (!isKnown) finish('notMedia');
    }

    /** Keeps what waits as soon as there is room for it, then reads on. */
    async function keepLater(first: Promise<void>, file: Pieces): Promise<void> {
      let granted: Promise<void> | null = first;
      for (const chunk of waiting) {
        if (isOver) return;
        await (granted ?? room(chunk.length));
        granted = null;
        if (isOver) return;
        keep(chunk, file);
      }
      waiting.length = 0;
      if (hasEnded) finish(file.all());
      else control?.resume();
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        if (isOver) controller.abort(enough);
        else control = controller;
      },
      onResponseStart(_, status, fields) {
        if (isOver || status < 200) return;
        isAnswered = true;
        const { location } = fields;
        const announced = Number(fields['content-length'] ?? 0);
        if (REDIRECTS.has(status) && typeof location === 'string') finish({ location });
        else if (status === TOO_LATE) finish(new NoAnswer(enough));
        else if (status > 299) finish(troubleOf(status));
        else if (announced > maxBytes) finish('tooLarge');
        else pieces = createPieces();
      },
      onResponseData(controller, chunk) {
        if (isOver || !pieces) return;
        arrived += chunk.length;
        if (arrived > maxBytes) return finish('tooLarge');
        if (waiting.length > 0) return void waiting.push(chunk);
        const wait = room(chunk.length);
        if (!wait) return keep(chunk, pieces);
        controller.pause();
        waiting.push(chunk);
        keepLater(wait, pieces).catch((error: unknown) => finish(errorOf(error)));
      },
      onResponseEnd() {
        hasEnded = true;
        if (pieces && waiting.length === 0) finish(pieces.all());
      },
      onResponseError(_, error) {
        finish(control && !isAnswered ? new NoAnswer(error) : error);
      },
    };

    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    try {
      dispatcher.dispatch({ origin, path, method: 'GET', headers }, handler);
    } catch (error) {
      finish(errorOf(error));
    }
  });
}

function troubleOf(status: number): MediaTrouble {
  if (status === 404 || status === 410) return 'missing';
  return status >= 500 ? 'failing' : 'unreachable';
}

function errorOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('called off', { cause: reason });
}
