import { getEventListeners, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mediaOf } from '../../src/domain/pictures/media.ts';
import { createByteBudget } from '../../src/pictures/byte-budget.ts';
import { createFetcher, type FetcherOptions } from '../../src/pictures/fetcher.ts';
import { direct } from '../direct.ts';
import { boxed, noise } from './samples.ts';
import { serve, unresponsiveHost } from './server.ts';

const picture = await noise(40, 30);
const never = new AbortController().signal;

function fetcher(options: Partial<FetcherOptions> = {}) {
  const lines: string[] = [];
  const write = (facts: object, message: string) => void lines.push(JSON.stringify(facts) + message);
  const log = { debug: write, info: write, warn: write, error: write };
  const made = createFetcher({
    trustedOrigins: [],
    dispatcher: direct.dispatcher,
    proxyFor: direct.proxyFor,
    log,
    ...options,
  });
  onTestFinished(() => made.close());
  return { ...made, lines };
}

function send(response: ServerResponse, body: Uint8Array = picture, type = 'image/png'): void {
  response.writeHead(200, { 'content-type': type }).end(body);
}

describe('fetching', () => {
  it('a picture comes with its type and size', async () => {
    const { url } = await serve((_, response) => send(response));
    const media = await fetcher({ trustedOrigins: [url] }).fetch(`${url}/a.png`, never);
    expect(media).toMatchObject({ data: picture, mime: 'image/png', size: { width: 40, height: 30 } });
  });

  it('asks like a browser, without a referer or a key, and sends the query byte for byte', async () => {
    const { url, seen } = await serve((_, response) => send(response));
    const path = "/a%20b.png?ex=66&sig=a'b%2f%2F{c}|d&&rand=1&";
    await fetcher({ trustedOrigins: [url] }).fetch(`${url}${path}#part`, never);
    expect(seen[0]?.url).toBe(path);
    expect(seen[0]?.headers['user-agent']).toMatch(/^Mozilla\/5\.0 /);
    for (const name of ['authorization', 'mj-api-secret', 'referer', 'cookie']) {
      expect(seen[0]?.headers).not.toHaveProperty(name);
    }
  });

  it.each([
    [404, 'missing'],
    [410, 'missing'],
    [401, 'unreachable'],
    [403, 'unreachable'],
    [429, 'unreachable'],
    [500, 'failing'],
    [304, 'unreachable'],
    [302, 'unreachable'],
  ] as const)('status %i means %s', async (status, trouble) => {
    const { url } = await serve((_, response) => response.writeHead(status).end(status === 304 ? undefined : picture));
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe(trouble);
  });

  it('a closed port and a dead name are unreachable', async () => {
    const { fetch } = fetcher({ trustedOrigins: ['http://127.0.0.1:1'] });
    expect(await fetch('http://127.0.0.1:1/a.png', never)).toBe('unreachable');
    expect(await fetch('http://nowhere.invalid/a.png', never)).toBe('unreachable');
  });

  it('a host that never takes the connection is left at the deadline', async () => {
    const url = await unresponsiveHost();
    const { fetch } = fetcher({ trustedOrigins: [url], timeoutMs: 300 });
    const started = performance.now();
    expect(await fetch(url, never)).toBe('unreachable');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('closing ends what is under way', async () => {
    const { url, seen } = await serve(() => {});
    const { fetch, close } = fetcher({ trustedOrigins: [url] });
    const result = fetch(url, never);
    await expect.poll(() => seen.length).toBe(1);
    await close();
    expect(await result).toBe('unreachable');
  });

  it('nothing is left behind on a signal that lives as long as the program', async () => {
    const { url } = await serve((_, response) => send(response));
    const { signal } = new AbortController();
    const { fetch } = fetcher({ trustedOrigins: [url] });
    await Promise.all([fetch(url, signal), fetch(`${url}/2`, signal), fetch('file:///', signal)]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('logs name the host only', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end());
    const { fetch, lines } = fetcher({ trustedOrigins: [url] });
    await fetch(`${url}/secret-path?hm=secret-signature`, never);
    expect(lines.join()).toContain(new URL(url).host);
    expect(lines.join()).not.toContain('secret');
  });

  it('many at once all arrive', async () => {
    const { url } = await serve((_, response) => send(response));
    const { fetch } = fetcher({ trustedOrigins: [url] });
    const all = await Promise.all(Array.from({ length: 50 }, (_, index) => fetch(`${url}/${index}`, never)));
    expect(all.filter((media) => typeof media === 'object')).toHaveLength(50);
  });
});

describe('what is not fetched', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1', '127.1'])(
    'a file on this machine, called %s',
    async (host) => {
      const { port, seen } = await serve((_, response) => send(response));
      expect(await fetcher().fetch(`http://${host}:${port}/a.png`, never)).toBe('blocked');
      expect(await fetcher().fetch(`https://${host}:${port}/a.png`, never)).toBe('blocked');
      expect(seen).toHaveLength(0);
    },
  );

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://[fd00:ec2::254]/',
    'http://192.168.1.1/',
  ])('%s', async (url) => {
    expect(await fetcher().fetch(url, never)).toBe('blocked');
  });

  it.each([
    'file:///etc/passwd',
    'data:image/png;base64,iVBORw0KGgo=',
    'ftp://example.com/a.png',
    'https://user:word@example.com/a.png',
    'https://',
    'a.png',
    '',
  ])('an address that is no plain web address: "%s"', async (url) => {
    expect(await fetcher().fetch(url, never)).toBe('blocked');
  });

  it('another port of a trusted host', async () => {
    const trusted = await serve((_, response) => send(response));
    const other = await serve((_, response) => send(response));
    expect(await fetcher({ trustedOrigins: [trusted.url] }).fetch(other.url, never)).toBe('blocked');
    expect(other.seen).toHaveLength(0);
  });

  it('a trusted name is trusted by that name only', async () => {
    const { port, url } = await serve((_, response) => send(response));
    const { fetch } = fetcher({ trustedOrigins: [`http://localhost:${port}/mj`] });
    expect(await fetch(`http://localhost:${port}/a.png`, never)).toMatchObject({ mime: 'image/png' });
    expect(await fetch(url, never)).toBe('blocked');
  });
});

describe('redirects', () => {
  it('are followed three times, relative ones too', async () => {
    const { url, seen } = await serve(({ url: path }, response) => {
      const hop = Number(path?.slice(1));
      if (hop === 3) send(response);
      else response.writeHead(302, { location: hop === 1 ? `${url}/2` : `/${hop + 1}` }).end('elsewhere');
    });
    expect(await fetcher({ trustedOrigins: [url] }).fetch(`${url}/0`, never)).toMatchObject({ mime: 'image/png' });
    expect(seen).toHaveLength(4);
  });

  it('and not a fourth time', async () => {
    const { url, seen } = await serve((_, response) => response.writeHead(301, { location: '/again' }).end());
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('unreachable');
    expect(seen).toHaveLength(4);
  });

  it.each(['http://127.0.0.1', 'http://localhost', '//[::1]'])(
    'a trusted origin cannot send us to %s',
    async (host) => {
      const secret = await serve((_, response) => send(response));
      const { url } = await serve((_, response) =>
        response.writeHead(307, { location: `${host}:${secret.port}/a.png` }).end(),
      );
      expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('blocked');
      expect(secret.seen).toHaveLength(0);
    },
  );

  it.each(['file:///etc/passwd', 'http://user:word@example.com/', 'http://'])('nor to %s', async (location) => {
    const { url } = await serve((_, response) => response.writeHead(302, { location }).end());
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('blocked');
  });

  it('an endless body beside a redirect is not waited for', async () => {
    const { url } = await serve(({ url: path }, response) => {
      if (path === '/to') send(response);
      else response.writeHead(302, { location: '/to' }).write('endless');
    });
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toMatchObject({ mime: 'image/png' });
  });
});

describe('caps', () => {
  it('a file that announces too much is refused before it is read', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 60 * 1024 * 1024 }).write(picture);
    });
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('tooLarge');
  });

  it('an endless picture is cut off', async () => {
    let sent = 0;
    const { url } = await serve((_, response) => {
      response.write(picture);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', pour);
      pour();
    });
    expect(await fetcher({ trustedOrigins: [url], maxBytes: 1_000_000 }).fetch(url, never)).toBe('tooLarge');
    expect(sent).toBeLessThan(20_000_000);
  });

  it('an endless page is left at its first bytes', async () => {
    const { url } = await serve((_, response) => void response.write('<!doctype html><title>'));
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('notMedia');
  });

  it('a file of exactly the largest size is taken, one byte more is not', async () => {
    const { url } = await serve((_, response) => send(response));
    const { fetch } = fetcher({ trustedOrigins: [url], maxBytes: picture.length });
    expect(await fetch(url, never)).toMatchObject({ mime: 'image/png' });
    expect(await fetcher({ trustedOrigins: [url], maxBytes: picture.length - 1 }).fetch(url, never)).toBe('tooLarge');
    expect(await fetch(url, never, picture.length - 1)).toBe('tooLarge');
  });

  it.each([
    ['says nothing', (_: ServerResponse) => {}],
    ['stops in the middle', (response: ServerResponse) => void response.write(picture.subarray(0, 50))],
    [
      'drips',
      (response: ServerResponse) => {
        response.write(picture);
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('a server that %s is left at the deadline', async (_, answer) => {
    const { url } = await serve((_request, response) => answer(response));
    const { fetch } = fetcher({ trustedOrigins: [url], timeoutMs: 250 });
    const started = performance.now();
    expect(await fetch(url, never)).toBe('unreachable');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('an abort ends it at once, also one from before', async () => {
    const { url, seen } = await serve(() => {});
    const { fetch } = fetcher({ trustedOrigins: [url] });
    const controller = new AbortController();
    const result = fetch(url, controller.signal);
    await expect.poll(() => seen.length).toBe(1);
    controller.abort();
    expect(await result).toBe('unreachable');
    expect(await fetch(url, controller.signal)).toBe('unreachable');
    expect(seen).toHaveLength(1);
    await expect.poll(() => seen[0]?.socket.destroyed).toBe(true);
  });

  it('what nobody wants any more before there is a connection is never asked for', async () => {
    const { url, seen } = await serve((_, response) => send(response));
    const { fetch } = fetcher({ trustedOrigins: [url] });
    const controller = new AbortController();
    const result = fetch(`${url}/a.png`, controller.signal);
    controller.abort();
    expect(await result).toBe('unreachable');
    expect(await fetch(`${url}/b.png`, never)).toMatchObject({ mime: 'image/png' });
    expect(seen.map((request) => request.url)).toEqual(['/b.png']);
  });

  it('a film cut off on the way is not passed on', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 1_000 }).write(boxed('isom'), () => response.destroy());
    });
    expect(await fetcher({ trustedOrigins: [url] }).fetch(url, never)).toBe('unreachable');
  });
});

describe('what pictures take of memory', () => {
  const large = new Uint8Array(Buffer.concat([picture, Buffer.alloc(300_000)]));

  /** A budget that remembers the most that was in use. */
  function watchedBudget(total: number) {
    const budget = createByteBudget(total);
    const seen = { most: 0 };
    const open = () => {
      const share = budget.open();
      const look = () => {
        seen.most = Math.max(seen.most, budget.inUse());
      };
      return {
        end: share.end,
        takeNow(bytes: number) {
          const isTaken = share.takeNow(bytes);
          look();
          return isTaken;
        },
        async take(bytes: number, signal: AbortSignal) {
          await share.take(bytes, signal);
          look();
        },
      };
    };
    return { budget: { open, inUse: budget.inUse }, seen };
  }

  it('is limited for all together, and a wait for room is no reason to give one up', async () => {
    const { budget, seen } = watchedBudget(2 * large.byteLength);
    const { url } = await serve((_, response) => send(response, large));
    const timeoutMs = 600;
    const { during } = fetcher({ trustedOrigins: [url], budget, timeoutMs });
    // Those who got room keep it until the others have waited for longer than one file may take.
    const waited = once(AbortSignal.timeout(2 * timeoutMs), 'abort');
    const fetched = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        during(async ({ fetch }) => {
          const media = await fetch(`${url}/${n}.png`, never);
          await waited;
          return typeof media === 'string' ? media : media.data.byteLength;
        }),
      ),
    );
    expect(fetched).toEqual(Array.from({ length: 10 }, () => large.byteLength));
    expect(seen.most).toBeGreaterThan(large.byteLength);
    expect(seen.most).toBeLessThanOrEqual(3 * large.byteLength);
    expect(budget.inUse()).toBe(0);
  });

  it('counts the pixels of a picture that is made smaller', async () => {
    const { budget, seen } = watchedBudget(1_000_000);
    const media = mediaOf([await noise(200, 100)], 'image/png', { width: 200, height: 100 });
    await fetcher({ budget }).shrink(media, 10_000);
    expect(seen.most).toBe(200 * 100 * 4);
    expect(budget.inUse()).toBe(0);
  });

  it('counts what is put together for a decoder, for one picture and for several', async () => {
    const data = await noise(200, 100);
    const size = { width: 200, height: 100 };
    const media = mediaOf([data.subarray(0, 20_000), data.subarray(20_000)], 'image/png', size);
    const once = watchedBudget(1_000_000);
    await fetcher({ budget: once.budget }).shrink(media, 10_000);
    expect(once.seen.most).toBe(200 * 100 * 4 + data.byteLength);
    const twice = watchedBudget(1_000_000);
    await fetcher({ budget: twice.budget }).contactSheet([media, media], never);
    expect(twice.seen.most).toBe(200 * 100 * 4 + 2 * data.byteLength);
  });

  it('is nothing for hosts that never answer, which keep nobody waiting', async () => {
    const { budget } = watchedBudget(large.byteLength);
    const { url } = await serve((request, response) => {
      if (request.url?.includes('dead')) return;
      send(response, large);
    });
    const { fetch } = fetcher({ trustedOrigins: [url], budget, timeoutMs: 2_000 });
    const stopping = new AbortController();
    const dead = Array.from({ length: 10 }, () => fetch(`${url}/dead`, stopping.signal));
    expect(await fetch(`${url}/a.png`, never)).toMatchObject({ mime: 'image/png' });
    stopping.abort();
    expect(new Set(await Promise.all(dead))).toEqual(new Set(['unreachable']));
  });
});
