import { isIP } from 'node:net';
import { z } from 'zod';

/** Names of hosts on the internet, separated by commas or spaces, in small letters. There is a sentence for each that is none. */
export function hostNames(name: string) {
  return z.string().transform((text, context): readonly string[] => {
    const hosts = text
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter((host) => host !== '');
    if (hosts.length === 0) context.addIssue(`${name} lists no host: name one, such as api.example.org, or remove it.`);
    for (const [index, host] of hosts.entries()) {
      const trouble = hosts.indexOf(host) < index ? 'is there twice: remove one of them' : troubleOf(host);
      if (trouble !== null) context.addIssue(`${name} has an entry (number ${index + 1}) that ${trouble}.`);
    }
    return hosts;
  });
}

/** What is wrong with an entry, which is not repeated: a secret may have been pasted. */
function troubleOf(host: string): string | null {
  if (host.includes('://')) return 'has a scheme: write the name alone, such as api.example.org';
  if (/[/?#@\\]/.test(host)) return 'has more than a name in it: write no path, user or question mark';
  if (isIP(host.replaceAll(/[[\]]/g, '')) > 0 || isNumber(host))
    return 'is an address of numbers: write the name of the host';
  if (host.includes(':')) return 'has a port: services are reached at the port of https, 443';
  if (/^(?:.+\.)?localhost\.?$/.test(host)) return 'is this computer: a server may choose only what is on the internet';
  if (!host.includes('.')) return 'has no dot: write the whole name, such as api.example.org';
  const isName = host.length <= 253 && host.split('.').every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label));
  return isName ? null : 'is no name of a host: it has letters, digits, hyphens and dots, and no star';
}

/** Whether a browser would take it for an IPv4 address: its last part is a number. */
function isNumber(host: string): boolean {
  return /^(?:.*\.)?(?:\d+|0x[\da-f]*)\.?$/.test(host);
}
