import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address, v4 or v6 as a text, belongs to the public Internet. False for private, local, shared, reserved
 * and multicast addresses, for IPv4 addresses inside IPv6 ones, and for a text that is no address. One exception: the
 * NAT64 form of a public IPv4 address is public, because a host with IPv6 only reaches IPv4 hosts through it.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(text: string): boolean {
  switch (isIP(text)) {
    case 4:
      return !reserved.check(text, 'ipv4');
    case 6:
      return isPublicV6(text);
    default:
      return false;
  }
}

/**
 * Whether the host of a URL is one that the public Internet cannot know: an address that is not public, a name without a dot
 * such as `localhost`, or one that ends as only private names do. False says nothing: every name may lead anywhere.
 */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (isIP(name) !== 0) return !isPublicAddress(name);
  return !name.includes('.') || /\.(?:localhost|local|internal|lan|home\.arpa)$/i.test(name);
}

const reserved = list('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // A service of Azure for its own machines, though the address is in a public block:
  // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** Public IPv6 addresses are given out from this block only, and these parts of it are not public. */
const globalUnicast = list('ipv6', [['2000::', 3]]);
const carvedOut = list('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
const nat64 = list('ipv6', [['64:ff9b::', 96]]);

function isPublicV6(text: string): boolean {
  // Only a local address has a zone (fe80::1%eth0).
  if (text.includes('%')) return false;
  if (nat64.check(text, 'ipv6')) return !reserved.check(lastFourBytes(text), 'ipv4');
  return globalUnicast.check(text, 'ipv6') && !carvedOut.check(text, 'ipv6');
}

/** The dotted IPv4 address in the last 32 bits of an IPv6 address. */
function lastFourBytes(text: string): string {
  // A URL writes an IPv6 address in one canonical form, without dots.
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [high = '0', low = '0'] = canonical.endsWith('::') ? [] : canonical.split(':').slice(-2);
  const [a, b] = [Number.parseInt(high || '0', 16), Number.parseInt(low, 16)];
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}

function list(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const blocks = new BlockList();
  for (const [net, prefix] of subnets) blocks.addSubnet(net, prefix, family);
  return blocks;
}
