type Entry = { readonly name: string; readonly port: number; readonly isWildcard: boolean };

/**
 * Reads a NO_PROXY list as undici does: names and addresses, each with a port or for all of them, separated by commas or white
 * space. An entry covers the host itself and everything below it, `*.example.org` only what is below, and `*` covers all.
 * The returned function tells whether a host is covered.
 */
export function readBypass(list: string): (url: URL) => boolean {
  const entries = list
    .split(/[,\s]/)
    .filter((text) => text !== '')
    .map(readEntry);
  return (url) => {
    const name = url.hostname.replace(/^\[(.+)\]$/, '$1').toLowerCase();
    const host = name.length > 1 ? name.replace(/\.$/, '') : name;
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    return entries.some((entry) => (entry.port === 0 || entry.port === port) && covers(entry, host));
  };
}

function covers({ name, isWildcard }: Entry, host: string): boolean {
  return name === '*' || (!isWildcard && host === name) || host.endsWith(`.${name}`);
}

function readEntry(text: string): Entry {
  const bracketed = /^\[(.+)\]:(\d+)$/.exec(text);
  const bare = text.replace(/^\[(.+)\]$/, '$1');
  // An IPv6 address has more colons than one, and the last of them begins no port.
  const named = bracketed ?? /^([^:]+):(\d+)$/.exec(bare);
  const name = (named?.[1] ?? bare).replace(/^\*?\./, '').replace(/^(.+)\.$/, '$1');
  return { name: name.toLowerCase(), port: Number(named?.[2] ?? 0), isWildcard: text.startsWith('*') };
}
