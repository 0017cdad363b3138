/** Where a relay answers: `base` is what `/submit/...` and `/task/...` are appended to, `origin` what relative links mean. */
export type RelayAddress = { readonly origin: string; readonly base: string };

/**
 * Understands what operators paste: a bare origin, `/mj`, a mode such as `/mj-fast/mj` or `/fast/mj`, a whole endpoint, a
 * trailing slash. A path in front (a reverse proxy) is kept, and so is a pasted mode unless `mode` is given; its spelling
 * is kept either way. Throws a TypeError of one plain sentence that never repeats what was pasted.
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
