import pLimit from 'p-limit';
import type { Agent, Dispatcher } from 'undici';
import type { Media, MediaFetcher, MediaTrouble } from '../domain/pictures/media.ts';
import { underKnownName } from '../domain/pictures/relay-picture.ts';
import type { Log } from '../domain/ports/log.ts';
import { withDeadline } from '../lib/timeout.ts';
import { type ByteBudget, createByteBudget, type Share } from './byte-budget.ts';
import { BlockedAddress, createConnector } from './connect.ts';
import { createConnections } from './connections.ts';
import { contactSheet } from './contact-sheet.ts';
import { download, type Limits } from './download.ts';
import { createGuard } from './guard.ts';
import { measure } from './measure.ts';
import { isUsable, shrink } from './shrink.ts';

export type FetcherOptions = {
  /**
   * Origins that may be at private or loopback addresses: those of the configured relay and of Discord. Compared
   * exactly.
   */
  readonly trustedOrigins: readonly string[];
  /** The relay's address up to `/mj`: what is not to be had under another name of a gateway's is asked for below it. */
  readonly relayBase?: string;
  /** Makes what sends requests. Its `connect` is for direct connections only. */
  readonly dispatcher: (options: Agent.Options) => Dispatcher;
  /** The proxy through which an address is asked, null for none. */
  readonly proxyFor: (url: URL) => string | null;
  readonly maxBytes?: number;
  /** How long one file with all its redirects may take, in ms. A wait for room in memory does not count. */
  readonly timeoutMs?: number;
  readonly budget?: ByteBudget;
  readonly log: Log;
};

/** How much memory pictures may take while they are fetched and made smaller, in bytes, for the whole process. */
const MEMORY = 128 * 1024 * 1024;

/** Fetches pictures for everybody; what they take of memory at once is limited. */
export type Fetcher = MediaFetcher & {
  /**
   * Does work with a fetcher of its own: what it fetches counts as in memory until the work has ended, not only while it is
   * fetched or made smaller.
   */
  during<T>(work: (media: MediaFetcher) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Fetches and shrinks pictures and films from anywhere. Neither method throws. A fetch that was aborted is
 * 'unreachable'; an address that we refuse to ask (private, of another scheme, with credentials, or no address) is
 * 'blocked'.
 */
export function createFetcher({
  trustedOrigins,
  relayBase = '',
  dispatcher,
  proxyFor,
  maxBytes = 50 * 1024 * 1024,
  timeoutMs = 30_000,
  budget = createByteBudget(MEMORY),
  log,
}: FetcherOptions): Fetcher {
  const trusted = new Set(trustedOrigins.map((origin) => new URL(origin).origin));
  const connections = createConnections(dispatcher, {
    connect: createConnector(trusted, timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const mayAsk = createGuard(trusted, proxyFor);
  const limited = pLimit(2);

  async function attempt(url: string, limits: Limits): Promise<Media | MediaTrouble> {
    try {
      const data = await download(connections, url, limits);
      return typeof data === 'string' ? data : await measure(data);
    } catch (error) {
      const trouble = error instanceof BlockedAddress ? 'blocked' : 'unreachable';
      log.debug({ host: hostOf(url), error: codeOf(error) }, 'a file got no answer');
      return trouble;
    }
  }

  /** A fetcher whose pictures count as in memory until the share ends. */
  function fetcherOf(share: Share): MediaFetcher {
    async function fetchFile(url: string, signal: AbortSignal, most = maxBytes): Promise<Media | MediaTrouble> {
      // Undici heeds a signal only once it is connected, but a host that never answers must not outlast the deadline.
      const result = await withDeadline(timeoutMs, signal, (deadline, untimed) =>
        attempt(url, {
          maxBytes: most,
          mayAsk,
          signal: deadline,
          room: (bytes) => (share.takeNow(bytes) ? null : untimed(() => share.take(bytes, deadline))),
        }),
      ).catch(() => 'unreachable' as const);
      if (typeof result !== 'string') return result;
      log.info({ host: hostOf(url), trouble: result }, 'a file could not be fetched');
      const known = result === 'blocked' || result === 'unreachable' ? underKnownName(url, relayBase) : null;
      return known === null ? result : fetchFile(known, signal, most);
    }

    return {
      fetch: fetchFile,

      async shrink(media, bytes, signal = never) {
        if (isUsable(media, bytes)) return media;
        try {
          await share.take(decodedBytes(media) + copiedBytes(media), signal);
          log.debug({ mime: media.mime, bytes: media.byteLength }, 'a picture is made smaller');
          return await limited(() => shrink(media, bytes, signal));
        } catch (error) {
          if (signal.aborted) return null;
          log.warn({ mime: media.mime, bytes: media.byteLength, error }, 'a picture could not be re-encoded');
          return null;
        }
      },

      async contactSheet(media, signal, side) {
        try {
          const copied = media.reduce((sum, one) => sum + copiedBytes(one), 0);
          await share.take(Math.max(0, ...media.map(decodedBytes)) + copied, signal);
          return await limited(() => contactSheet(media, side));
        } catch (error) {
          if (!signal.aborted) log.warn({ count: media.length, error }, 'pictures could not be drawn small');
          return null;
        }
      },
    };
  }

  async function during<T>(work: (media: MediaFetcher) => Promise<T>): Promise<T> {
    const share = budget.open();
    try {
      return await work(fetcherOf(share));
    } finally {
      share.end();
    }
  }

  return {
    fetch: (url, signal, most) => during(({ fetch }) => fetch(url, signal, most)),
    shrink: (media, bytes, signal) => during(({ shrink }) => shrink(media, bytes, signal)),
    contactSheet: (media, signal, side) => during((pictures) => pictures.contactSheet(media, signal, side)),
    during,
    async close() {
      await connections.close();
    },
  };
}

const never = new AbortController().signal;

/** What a picture takes of memory while it is made smaller, in bytes: four for each pixel. Films are not decoded. */
function decodedBytes({ size }: Media): number {
  return size ? size.width * size.height * 4 : 0;
}

/** What it takes to put a picture together for that, in bytes. */
function copiedBytes({ pieces, byteLength }: Media): number {
  return pieces.length > 1 ? byteLength : 0;
}

/** Logs name only the host: paths and queries hold signatures. */
function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
