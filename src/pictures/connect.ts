import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './address.ts';

/** A connection was refused by us: the host is, or its name resolves to, an address that is not public. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
  readonly code = 'BLOCKED_ADDRESS';
}

/**
 * Opens sockets for undici. Unless the origin is a trusted one, only public addresses are connected to; the check sits
 * in the lookup of the very connection, so a name cannot resolve to something else afterwards. A name with one private
 * address among public ones is refused altogether. `timeout` in ms.
 */
export function createConnector(trusted: ReadonlySet<string>, timeout: number): buildConnector.connector {
  const open = buildConnector({ allowH2: false, timeout });
  const guarded = buildConnector({ allowH2: false, timeout, lookup: publicLookup });

  return (options, done) => {
    const { protocol, hostname, host } = options;
    if (trusted.has(new URL(`${protocol}//${host ?? hostname}`).origin)) return open(options, done);
    // The system connects to a literal address without any lookup.
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname))
      return done(new BlockedAddress('not a public address'), null);
    return guarded(options, done);
  };
}

const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error) return done(error, []);
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      return done(new BlockedAddress('resolves to an address that is not public'), []);
    }
    return options.all ? done(null, addresses) : done(null, first.address, first.family);
  });
};
