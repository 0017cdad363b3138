import pLimit from 'p-limit';
import { Agent } from 'undici';
import type { Log, Media, MediaFetcher, MediaTrouble } from '../domain/ports.ts';
import { withDeadline } from '../lib/timeout.ts';
import { BlockedAddress, createConnector } from './connect.ts';
import { download } from './download.ts';
import { measure } from './measure.ts';
import { shrink } from './shrink.ts';

export type FetcherOptions = {
  /**
   * Origins that may be at private or loopback addresses: those of the configured relay and of Discord. Compared
   * exactly.
   */
  readonly trustedOrigins: readonly string[];
  readonly maxBytes?: number;
  /** How long one file with all its redirects may take, in ms. */
  readonly timeoutMs?: number;
  readonly log: Log;
};

/**
 * Fetches and shrinks pictures and films from anywhere. Neither method throws. A fetch that was aborted is
 * 'unreachable'; an address that we refuse to ask (private, of another scheme, with credentials, or no address) is
 * 'blocked'.
 */
export function createFetcher({
  trustedOrigins,
  maxBytes = 50 * 1024 * 1024,
  timeoutMs = 30_000,
  log,
}: FetcherOptions): MediaFetcher & { close(): Promise<void> } {
  const trusted = new Set(trustedOrigins.map((origin) => new URL(origin).origin));
  const agent = new Agent({
    connect: createConnector(trusted, timeoutMs),
    // Connections are not used again: hosts are many, and a host that closes one just then would cost the picture.
    pipelining: 0,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const limited = pLimit(2);

  async function attempt(url: string, signal: AbortSignal): Promise<Media | MediaTrouble> {
    try {
      const data = await download(agent, url, { maxBytes, signal });
      return typeof data === 'string' ? data : await measure(data);
    } catch (error) {
      const trouble = error instanceof BlockedAddress ? 'blocked' : 'unreachable';
      log.debug({ host: hostOf(url), error: codeOf(error) }, 'a file got no answer');
      return trouble;
    }
  }

  return {
    async fetch(url, signal) {
      // Undici heeds a signal only once it is connected, but a host that never answers must not outlast the deadline.
      const result = await withDeadline(timeoutMs, signal, (deadline) => attempt(url, deadline)).catch(
        () => 'unreachable' as const,
      );
      if (typeof result === 'string') log.info({ host: hostOf(url), trouble: result }, 'a file could not be fetched');
      return result;
    },

    async shrink(media, bytes) {
      if (media.data.byteLength <= bytes) return media;
      try {
        return await limited(() => shrink(media, bytes));
      } catch (error) {
        log.warn({ mime: media.mime, bytes: media.data.byteLength, error }, 'a picture could not be re-encoded');
        return null;
      }
    },

    async close() {
      await agent.destroy();
    },
  };
}

/** Logs name only the host: paths and queries hold signatures. */
function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
