/**
 * Why somebody could not be reached. `dns`: nobody knows the name; `refused`: nothing listens there; `unreachable`: no way
 * leads there; `tls`: the certificate is not trusted, or it is no TLS; `timeout`: no answer in time; `proxy`: the operator's
 * proxy opens no tunnel to it; `broken`: the connection ended before the answer did.
 */
export type NetworkTrouble = 'dns' | 'refused' | 'unreachable' | 'tls' | 'timeout' | 'proxy' | 'broken';

const codes: readonly (readonly [RegExp, NetworkTrouble])[] = [
  [/^(?:ENOTFOUND|EAI_\w+)$/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(?:ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EACCES|EPERM|EINVAL)$/, 'unreachable'],
  [/^(?:CERT_|CRL_|ERR_TLS|ERR_SSL|EPROTO$|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/, 'tls'],
  [/^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [/^(?:ERR_PROXY_TUNNEL|UND_ERR_PRX_\w+)$/, 'proxy'],
  [/^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_\w+|HPE_\w+)$/, 'broken'],
];

/** The deepest chain of causes that is looked at. */
const DEPTH_MAX = 8;

/** What an error of a connection means, as far as it or one of its causes says so; null when none does. */
export function networkTroubleOf(error: unknown, depth = 0): NetworkTrouble | null {
  if (!(error instanceof Error) || depth > DEPTH_MAX) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Undici has no code of its own for a proxy that refuses.
  if (code === 'UND_ERR_ABORTED' && error.message.startsWith('Proxy response (')) return 'proxy';
  const found = codes.find(([pattern]) => pattern.test(code))?.[1];
  if (found) return found;
  if (error.name === 'TimeoutError') return 'timeout';
  const inner = error instanceof AggregateError ? error.errors : [];
  for (const cause of [error.cause, ...inner]) {
    const trouble = networkTroubleOf(cause, depth + 1);
    if (trouble) return trouble;
  }
  return null;
}
