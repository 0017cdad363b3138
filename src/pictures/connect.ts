import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from '../lib/public-address.ts';

/** We refused to connect, because the host is an address that is not public, or its name resolves to one. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
  readonly code = 'BLOCKED_ADDRESS';
}

/**
 * Opens connections for undici: to any address of a trusted origin, otherwise to public addresses only. The check is
 * part of the connection's own lookup, so a name cannot resolve to another address after it. A name that has one
 * private address among public ones is refused. `timeout` is in ms.
 */
export function createConnector(trusted: ReadonlySet<string>, timeout: number): buildConnector.connector {
  const open = buildConnector({ allowH2: false, timeout });
  const guarded = buildConnector({ allowH2: false, timeout, lookup: publicLookup });

  return (options, done) => {
    const { protocol, hostname, host } = options;
    if (trusted.has(new URL(`${protocol}//${host ?? hostname}`).origin)) return open(options, done);
    // For a literal address there is no lookup, so it is checked here.
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
