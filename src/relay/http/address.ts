/**
 * Where a relay answers. `/submit/...` and `/task/...` are appended to `base`; relative links in answers belong to
 * `origin`.
 */
export type RelayAddress = { readonly origin: string; readonly base: string };

/**
 * Reads an address as operators paste it: a bare origin, `/mj`, a speed such as `/mj-fast/mj` or `/fast/mj`, a whole
 * endpoint, a trailing slash. A path before these (of a reverse proxy) is kept. A pasted speed is kept unless `mode`
 * gives another one, which is then spelt the same way. Throws a TypeError with one plain sentence that does not repeat
 * the text.
 */
export function relayAddress(pasted: string, mode: 'fast' | 'relax' | 'turbo' | null): RelayAddress {
  const url = parse(pasted.trim());
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const end = segments.findLastIndex((segment) => segment.toLowerCase() === 'mj');
  const front = end < 0 ? segments : segments.slice(0, end);
  while (front.at(-1)?.toLowerCase() === 'mj') front.pop();
  const found = speed.exec(front.at(-1) ?? '');
  if (found && mode) front.splice(-1, 1, `${found[1] ?? ''}${mode}${found[2] ?? ''}`);
  else if (mode) front.push(`mj-${mode}`);
  return { origin: url.origin, base: [url.origin, ...front, 'mj'].join('/') };
}

/** The address without the segment that selects a speed, or the same one where it has none. */
export function withoutMode(base: string): string {
  return base.replace(/\/(?:mj-)?(?:fast|relax|turbo)(?:-(?:relay|origin|proxy))?(?=\/mj$)/i, '');
}

/** The address right at the front of its server. */
export function withoutFront(origin: string): string {
  return `${origin}/mj`;
}

function parse(text: string): URL {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new TypeError('The relay address must be a whole address that starts with https:// or http://.');
  }
  const url = new URL(text);
  if (url.username || url.password) {
    throw new TypeError('The relay address must not contain a user name or password.');
  }
  return url;
}

/** A path segment that selects a speed: `mj-fast`, `fast`, `mj-relax-origin`. */
const speed = /^(mj-)?(?:fast|relax|turbo)(-(?:relay|origin|proxy))?$/i;
