import type { MediaTrouble } from '../domain/pictures/media.ts';
import type { Connections } from './connections.ts';
import { type Bounds, receive, type Target } from './receive.ts';

export type Limits = Bounds & {
  /** Whether an address may be asked for a file, as far as its text says. */
  readonly mayAsk: (url: URL) => boolean;
};

/**
 * Downloads a file from anywhere. It follows at most three redirects, each over the same connections and guards, which
 * then check the new address too. Throws what the dispatcher throws when there is no answer.
 */
export async function download(
  { use }: Connections,
  url: string,
  { mayAsk, ...bounds }: Limits,
): Promise<readonly Uint8Array[] | MediaTrouble> {
  let target = parse(url);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    if (!target || !mayAsk(new URL(target.origin))) return 'blocked';
    const asked = target;
    const received = await use(asked.origin, (dispatcher) => receive(dispatcher, asked, bounds));
    if (received === 'missing') return isOfDiscord(url) ? 'expired' : 'missing';
    if (typeof received === 'string' || !('location' in received)) return received;
    target = parse(received.location, `${asked.origin}${asked.path}`);
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

/** Undefined for an address that is never asked for: of another scheme, with credentials, or no address at all. */
function parse(text: string, base?: string): Target | undefined {
  const url = URL.parse(text, base);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  // The query is sent as it is written: a signature covers its bytes, and a URL object changes some of them.
  const written = /^[^#?]*(\?[^#]*)/.exec(text)?.[1];
  const query = written !== undefined && /^[\x21-\x7e]*$/.test(written) ? written : url.search;
  return { origin: url.origin, path: url.pathname + query };
}
