import { isIP } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createFetcher } from '../../src/pictures/fetcher.ts';
import { createGuard } from '../../src/pictures/guard.ts';
import { createProxy } from '../../src/proxy/proxy.ts';
import { noProxy } from '../../src/proxy/settings.ts';
import { type Certificate, createCertificate } from '../emulator/proxy/certificate.ts';
import { createProxy as createEmulator } from '../emulator/proxy/server.ts';
import { noise } from '../pictures/samples.ts';
import { serve } from '../pictures/server.ts';

const never = new AbortController().signal;
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const picture = await noise(40, 30);
const trusted = getCACertificates('default');
let certificate: Certificate;
beforeAll(async () => {
  certificate = await createCertificate(['pictures.test']);
  setDefaultCACertificates([...trusted, certificate.cert]);
});
afterAll(() => setDefaultCACertificates(trusted));

/**
 * A fetcher behind a proxy that leads to `https://pictures.test`, which answers with a picture, or leads on to `/to?<address>`. Where
 * it is fickle, it keeps a connection and closes it when it is asked again.
 */
async function createBehindProxy({ bypass = '', trustedOrigins = [] as readonly string[], isFickle = false } = {}) {
  const emulator = await createEmulator(certificate);
  onTestFinished(() => emulator.close());
  const used = new Set<unknown>();
  const spoilt: unknown[] = [];
  const pictures = await serve((request, response) => {
    if (isFickle && used.has(request.socket)) {
      spoilt.push(request);
      return void request.socket.resetAndDestroy();
    }
    used.add(request.socket);
    const to = /^\/to\?(.*)$/.exec(request.url ?? '')?.[1];
    if (to === undefined) response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
    else response.writeHead(302, { location: decodeURIComponent(to) }).end();
  });
  emulator.lead('pictures.test', pictures.url);
  const { dispatcher, proxyFor } = createProxy({ http: emulator.url, https: '', bypass });
  const fetcher = createFetcher({ trustedOrigins, dispatcher, proxyFor, log });
  onTestFinished(() => fetcher.close());
  return { fetch: (url: string) => fetcher.fetch(url, never), tunnels: emulator.tunnels, pictures, spoilt };
}

const refused = [
  'http://pictures.test/a.png',
  'https://pictures.test:8443/a.png',
  'https://10.0.0.1/a.png',
  'https://93.184.216.34/a.png',
  'https://0x5db8d822/a.png',
  'https://[2606:4700::1111]/a.png',
  'https://localhost/a.png',
  'https://localhost./a.png',
  'https://localhost../a.png',
  'https://nas.local../a.png',
  'https://printer/a.png',
  'https://me.localhost/a.png',
  'https://nas.local/a.png',
  'https://NAS.Local./a.png',
  'https://metadata.google.internal/a.png',
  'https://router.lan/a.png',
  'https://tv.home.arpa/a.png',
];

describe('a picture behind a proxy', () => {
  it('is had from a public name by https at the usual port', async () => {
    const { fetch, tunnels } = await createBehindProxy();
    expect(await fetch('https://pictures.test/a.png')).toMatchObject({ mime: 'image/png' });
    expect(await fetch('https://pictures.test/to?https%3A%2F%2Fpictures.test%3A443%2Fa.png')).toMatchObject({
      mime: 'image/png',
    });
    expect(new Set(tunnels)).toEqual(new Set(['pictures.test:443']));
  });

  it('comes through a tunnel that is kept, and a host that closes it just as it is asked again costs none', async () => {
    const steady = await createBehindProxy();
    for (let n = 0; n < 10; n++)
      expect(await steady.fetch('https://pictures.test/a.png')).toMatchObject({ data: picture });
    expect(steady.tunnels.length).toBeLessThanOrEqual(2);
    const fickle = await createBehindProxy({ isFickle: true });
    for (let n = 0; n < 6; n++)
      expect(await fickle.fetch('https://pictures.test/a.png')).toMatchObject({ data: picture });
    expect(fickle.spoilt.length).toBeGreaterThan(0);
  });

  it.each(refused)('is not asked for at %s, be it by a redirect', async (url) => {
    const { fetch, tunnels } = await createBehindProxy();
    expect(await fetch(url)).toBe('blocked');
    expect(tunnels).toEqual([]);
    expect(await fetch(`https://pictures.test/to?${encodeURIComponent(url)}`)).toBe('blocked');
    expect(tunnels).toEqual(['pictures.test:443']);
  });

  it('is asked for wherever the relay is, as the operator says so', async () => {
    const { fetch, tunnels } = await createBehindProxy({ trustedOrigins: ['http://relay.lan:8080'] });
    expect(await fetch('http://relay.lan:8080/a.png')).toBe('unreachable');
    expect(tunnels).toEqual(['relay.lan:8080']);
    expect(await fetch('http://relay.lan:8081/a.png')).toBe('blocked');
    expect(tunnels).toEqual(['relay.lan:8080']);
  });

  it('of a host in NO_PROXY is held to its address, as without a proxy', async () => {
    const { fetch, tunnels, pictures } = await createBehindProxy({ bypass: '127.0.0.1,localhost' });
    expect(await fetch(`${pictures.url}/a.png`)).toBe('blocked');
    expect(await fetch(`http://localhost:${pictures.port}/a.png`)).toBe('blocked');
    expect(pictures.seen).toEqual([]);
    expect(tunnels).toEqual([]);
  });
});

describe('whatever address somebody names', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.stringMatching(/^[a-z0-9.-]{1,20}$/),
  );
  const ending = fc.constantFrom(
    '',
    '.',
    '..',
    '.local..',
    '.local',
    '.LOCAL.',
    '.internal',
    '.lan',
    '.home.arpa',
    '.localhost',
  );
  const address = fc
    .record({
      scheme: fc.constantFrom('http', 'https'),
      host,
      ending,
      port: fc.constantFrom('', ':443', ':80', ':8443'),
    })
    .map(({ scheme, host: name, ending: end, port }) => URL.parse(`${scheme}://${name}${end}${port}/`))
    .filter((url) => url !== null);

  it('no proxy is asked for a private name, an address, another port or plain http', () => {
    const mayAsk = createGuard(new Set(), () => 'http://proxy.example:3128');
    fc.assert(
      fc.property(address, (url) => {
        if (!mayAsk(url)) return;
        const name = url.hostname.replace(/\.$/, '');
        expect([url.protocol, url.port]).toEqual(['https:', '']);
        expect(isIP(name.replace(/^\[|\]$/g, ''))).toBe(0);
        for (const label of name.split('.')) expect(label).not.toBe('');
        expect(name).toContain('.');
        expect(name).not.toMatch(/\.(?:local|localhost|internal|lan|home\.arpa)$/);
      }),
    );
  });

  it('nothing is refused by its text where no proxy is asked', () => {
    const { proxyFor } = createProxy(noProxy);
    fc.assert(fc.property(address, (url) => createGuard(new Set(), proxyFor)(url)));
  });
});
