import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address (text, v4 or v6) belongs to the public Internet. False for everything private, local, shared,
 * reserved or multicast, for IPv6 that wraps an IPv4 address (except NAT64 of a public one, which is how an IPv6-only
 * host reaches the old Internet), and for text that is no address at all.
 * https://www.iana.org/assignments/iana-ipv4-special-registry https://www.iana.org/assignments/iana-ipv6-special-registry
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

const reserved = list('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Azure's in-machine service, public by number only: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
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

/** The only block from which public IPv6 addresses are given out, and what is carved out of it. */
const globalUnicast = list('ipv6', [['2000::', 3]]);
const carvedOut = list('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
const nat64 = list('ipv6', [['64:ff9b::', 96]]);

function isPublicV6(text: string): boolean {
  // A zone (fe80::1%eth0) only ever belongs to a local address.
  if (text.includes('%')) return false;
  if (nat64.check(text, 'ipv6')) return !reserved.check(lastFourBytes(text), 'ipv4');
  return globalUnicast.check(text, 'ipv6') && !carvedOut.check(text, 'ipv6');
}

/** The dotted IPv4 address in the last 32 bits of an IPv6 address. */
function lastFourBytes(text: string): string {
  // A URL writes every IPv6 address in one canonical form, without dots.
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
