/**
 * Gateways make the addresses of their pictures from a name that somebody gave them, often `http://localhost:3000`, which
 * may not be the name that the operator gave us. The picture is at both.
 */

/** The id of the task whose picture is at a gateway's address, null for an address of another form. */
export function taskOfPicture(url: string): string | null {
  return /\/mj\/image\/([^/]+)$/.exec(URL.parse(url)?.pathname ?? '')?.[1] ?? null;
}

/**
 * The address of the same picture under the name that we know the relay by; null when it is there already, or is no
 * address of a gateway's. `base` is the relay's address up to `/mj`.
 */
export function underKnownName(url: string, base: string): string | null {
  const taskId = taskOfPicture(url);
  const given = URL.parse(url);
  if (taskId === null || !given || given.origin === URL.parse(base)?.origin) return null;
  return `${base}/image/${taskId}${given.search}`;
}

/** Whether a picture is the relay's own to send. `base` is the relay's address up to `/mj`. */
export function isOfRelay(url: string, base: string): boolean {
  return URL.parse(url)?.origin === URL.parse(base)?.origin || underKnownName(url, base) !== null;
}
