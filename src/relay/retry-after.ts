const longest = 5 * 60_000;

/** Ms to wait as an HTTP Retry-After asks (https://httpwg.org/specs/rfc9110.html#field.retry-after), at most five minutes. */
export function retryAfter(field: string | readonly string[] | undefined, now: number): number | null {
  const text = (typeof field === 'string' ? field : field?.[0])?.trim();
  if (!text) return null;
  const wait = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, Math.ceil(wait)), longest) : null;
}
