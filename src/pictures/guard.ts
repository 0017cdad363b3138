import { isIP } from 'node:net';
import { isPrivateHost } from '../lib/public-address.ts';

/**
 * Whether an address may be asked for a file, as far as its text says. Of what is asked directly, the connection itself checks
 * the address that its name resolves to (`createConnector`). A proxy resolves names by itself, maybe to a private service near
 * it: so through one only public names are asked, over TLS at its usual port, as no private service holds a certificate for a
 * stranger's name. Trusted origins are asked either way.
 */
export function createGuard(trusted: ReadonlySet<string>, proxyFor: (url: URL) => string | null) {
  return (url: URL): boolean => {
    if (trusted.has(url.origin) || proxyFor(url) === null) return true;
    return url.protocol === 'https:' && url.port === '' && isPublicName(url.hostname);
  };
}

function isPublicName(hostname: string): boolean {
  // `localhost..` is no name, but who knows what a proxy makes of it.
  const isName = hostname
    .split('.')
    .every((label, index, { length }) => label !== '' || (index > 0 && index === length - 1));
  return isName && !hostname.startsWith('[') && isIP(hostname) === 0 && !isPrivateHost(hostname);
}
