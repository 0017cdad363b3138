import type { Dispatcher } from 'undici';
import type { MediaTrouble } from '../domain/pictures/media.ts';
import { KIND_BYTES, kindOf } from './measure.ts';

export type Limits = {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Whether an address may be asked for a file, as far as its text says. */
  readonly mayAsk: (url: URL) => boolean;
  /** Asks for room in memory before so many more bytes of the file are kept. What it rejects with is thrown. */
  readonly room: (bytes: number) => Promise<void>;
};

/**
 * Downloads a file from anywhere. It follows at most three redirects, each through the same dispatcher and guards, which
 * then check the new address too. Throws what the dispatcher throws when there is no answer.
 */
export async function download(
  dispatcher: Dispatcher,
  url: string,
  { maxBytes, signal, mayAsk, room }: Limits,
): Promise<Uint8Array<ArrayBuffer> | MediaTrouble> {
  let target = parse(url);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    if (!target || !mayAsk(new URL(target.origin))) return 'blocked';
    const answer = await dispatcher.request({ ...target, method: 'GET', headers, signal });
    const location = REDIRECTS.has(answer.statusCode) ? answer.headers.location : undefined;
    if (typeof location !== 'string') {
      const received = await receive(answer, maxBytes, room);
      return received === 'missing' && isOfDiscord(url) ? 'expired' : received;
    }
    discard(answer);
    target = parse(location, `${target.origin}${target.path}`);
  }
  return 'unreachable';
}

/**
 * Whether an address is one of Discord's for a file, which it signs for about a day:
 * https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
 */
function isOfDiscord(text: string): boolean {
  const url = URL.parse(text);
  const isSigned = ['ex', 'is', 'hm'].every((name) => url?.searchParams.has(name));
  return /^(?:cdn\.discordapp\.com|media\.discordapp\.net)$/.test(url?.hostname ?? '') || isSigned;
}

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Midjourney's CDN refuses clients that are no browsers. Nobody is sent a referer or a key. */
const headers = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'image/png,image/webp,image/jpeg,image/gif,video/mp4,*/*;q=0.5',
  'accept-encoding': 'identity',
};

/** Undefined for an address that is never asked for: of another scheme, with credentials, or no address at all. */
function parse(text: string, base?: string): { origin: string; path: string } | undefined {
  const url = URL.parse(text, base);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  // The query is sent as it is written: a signature covers its bytes, and a URL object changes some of them.
  const written = /^[^#?]*(\?[^#]*)/.exec(text)?.[1];
  const query = written !== undefined && /^[\x21-\x7e]*$/.test(written) ? written : url.search;
  return { origin: url.origin, path: url.pathname + query };
}

/** A file that says that it has so many bytes is given them before they arrive. The system gives memory only to what is written. */
const BELIEVED = 16 * 1024 * 1024;
/** What any other file is given first, in bytes. */
const UNANNOUNCED = 256 * 1024;

/** Reads a file into one piece of memory, which grows only where the file did not say how long it is. */
async function receive(
  answer: Dispatcher.ResponseData,
  maxBytes: number,
  room: Limits['room'],
): Promise<Uint8Array<ArrayBuffer> | MediaTrouble> {
  const trouble = troubleOf(answer, maxBytes);
  if (trouble) {
    discard(answer);
    return trouble;
  }
  const announced = Number(answer.headers['content-length'] ?? 0);
  let data = new Uint8Array(announced > 0 && announced <= BELIEVED ? announced : UNANNOUNCED);
  let size = 0;
  let isKnown = false;
  const body: AsyncIterable<Uint8Array> = answer.body;
  for await (const chunk of body) {
    const before = size;
    size += chunk.byteLength;
    if (size > maxBytes) return 'tooLarge';
    await room(chunk.byteLength);
    if (size > data.length) data = grown(data, Math.min(maxBytes, Math.max(size, 2 * data.length)));
    data.set(chunk, before);
    if (isKnown || size < KIND_BYTES) continue;
    if (!kindOf(data)) return 'notMedia';
    isKnown = true;
  }
  return size === data.length ? data : data.slice(0, size);
}

function grown(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(data);
  return larger;
}

function troubleOf({ statusCode, headers }: Dispatcher.ResponseData, maxBytes: number): MediaTrouble | undefined {
  if (statusCode === 404 || statusCode === 410) return 'missing';
  if (statusCode >= 500) return 'failing';
  if (statusCode < 200 || statusCode > 299) return 'unreachable';
  return Number(headers['content-length'] ?? 0) > maxBytes ? 'tooLarge' : undefined;
}

/** Closes the connection of an answer whose body nobody will read. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => {}).destroy();
}
