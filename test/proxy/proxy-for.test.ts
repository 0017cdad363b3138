import { Agent } from 'node:https';
import fc from 'fast-check';
import { EnvHttpProxyAgent, Pool } from 'undici';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createProxy } from '../../src/proxy/proxy.ts';
import {
  canTunnelGateway,
  checkProxyAddress,
  noProxy,
  type ProxySettings,
  proxySecrets,
} from '../../src/proxy/settings.ts';

const one = 'http://one.example:3128';
const two = 'https://user:word@two.example';

/** The proxy that undici asks for a tunnel, null when it connects by itself. Nothing leaves the process. */
async function askedByUndici({ http, https, bypass }: ProxySettings, url: URL): Promise<string | null> {
  let asked: string | null = null;
  const agent = new EnvHttpProxyAgent({
    httpProxy: http,
    httpsProxy: https,
    noProxy: bypass,
    proxyTunnel: true,
    connect: (_, done) => done(new Error('seen'), null),
    clientFactory: (proxy) =>
      new Pool(proxy, {
        connect: (_, done) => {
          asked = proxy.href;
          done(new Error('seen'), null);
        },
      }),
  });
  await agent.request({ origin: url.origin, path: '/', method: 'GET' }).catch(() => {});
  await agent.destroy();
  return asked;
}

const name = fc.constantFrom(
  'example.org',
  'a.example.org',
  'EXAMPLE.org',
  'xexample.org',
  'localhost',
  '10.0.0.1',
  '[::1]',
  'org',
);
const port = fc.constantFrom('', ':80', ':443', ':8080');
const target = fc
  .record({ scheme: fc.constantFrom('http:', 'https:'), name, dot: fc.constantFrom('', '.'), port })
  .map(({ scheme, name: host, dot, port: at }) =>
    URL.parse(`${scheme}//${host}${host.startsWith('[') ? '' : dot}${at}`),
  )
  .filter((url) => url !== null);
const entry = fc.oneof(
  fc
    .record({ front: fc.constantFrom('', '.', '*', '*.'), name: fc.oneof(name, fc.constantFrom('', '::1', '*')), port })
    .map(({ front, name: host, port: at }) => `${front}${host}${at}`),
  fc.constantFrom('*', '*:80', '[::1]:443', '[::1]', '[a.example.org]:8080', '.'),
);
const bypass = fc
  .tuple(fc.array(entry, { maxLength: 3 }), fc.constantFrom(',', ' ', ', '))
  .map(([all, by]) => all.join(by));

describe('which proxy an address is asked through', () => {
  it('is what undici decides, whatever NO_PROXY says', async () => {
    const address = fc.constantFrom('', one, two);
    await fc.assert(
      fc.asyncProperty(fc.record({ http: address, https: address, bypass }), target, async (settings, url) => {
        const mine = createProxy(settings).proxyFor(url);
        expect(mine === null ? null : new URL(mine).href).toBe(await askedByUndici(settings, url));
      }),
      { numRuns: 100 },
    );
  });

  it('is none without settings, whatever the environment says', () => {
    expect(createProxy(noProxy)).toMatchObject({ host: null });
    expect(createProxy(noProxy).proxyFor(new URL('https://discord.com'))).toBeNull();
  });

  it('is told to the operator without its password', () => {
    expect(createProxy({ http: one, https: two, bypass: '' }).host).toBe('two.example');
    expect(createProxy({ http: one, https: '', bypass: '' }).host).toBe('one.example:3128');
  });
});

describe('whatever is written as the address of a proxy', () => {
  const part = fc.oneof(
    fc.constantFrom('', 'http://', 'https://', 'socks5://', 'squid.lan', ':3128', '/', '@', ':', '%'),
    fc.string(),
  );
  const text = fc.array(part, { maxLength: 7 }).map((parts) => parts.join('').trim());
  const likely = fc
    .webUrl({ authoritySettings: { withUserInfo: true, withPort: true } })
    .map((url) => new URL('/', url).href);

  it('is refused in a sentence without it, or taken by undici and by Node', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(text, likely), (address) => {
        try {
          checkProxyAddress(address);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          const said = String(error);
          if (address.length > 12) expect(said).not.toContain(address);
          return;
        }
        taken += 1;
        const { dispatcher } = createProxy({ http: '', https: address, bypass: '' });
        void dispatcher({}).destroy();
        new Agent({ proxyEnv: { HTTPS_PROXY: address } }).destroy();
        for (const secret of proxySecrets({ ...noProxy, https: address })) expect(secret).not.toBe('');
      }),
    );
    expect(taken).toBeGreaterThan(0);
  });
});

describe('the password of a proxy', () => {
  const settings = { ...noProxy, https: 'http://me:p%40ss-w%C3%B6rd@proxy.example:3128' };
  const basic = Buffer.from('me:p@ss-wörd').toString('base64');

  it('is in no log, as it is written, as it is meant, or as it is sent', () => {
    const lines: string[] = [];
    const log = createLog({
      level: 'info',
      secrets: proxySecrets(settings),
      stream: { write: (line) => lines.push(line) },
    });
    log.warn(
      { proxy: settings.https, headers: [`Basic ${basic}`, basic], meant: 'p@ss-wörd' },
      `via ${settings.https}`,
    );
    expect(lines).toHaveLength(1);
    for (const secret of ['p%40ss', 'p@ss', 'wörd', 'w%C3', basic]) expect(lines[0]).not.toContain(secret);
    expect(lines[0]).toContain('proxy.example:3128');
  });

  it('may stand in the place of the user name', () => {
    expect(proxySecrets({ ...noProxy, http: 'http://s3cr3t-token@proxy.example:3128' })).toContain('s3cr3t-token');
    expect(proxySecrets({ ...noProxy, http: one })).toEqual([]);
  });
});

it.each([
  ['24.4.1', false],
  ['24.5.0', true],
  ['24.21.0', true],
  ['25.0.0', true],
])('Node %s opens tunnels for the gateway: %s', (version, can) => {
  expect(canTunnelGateway(version)).toBe(can);
});
