import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHealth, type Part } from '../../src/http/health.ts';
import { notifyAddress, notifySecret } from '../../src/http/notify-address.ts';
import { sampleClock } from '../sample-clock.ts';

describe('health', () => {
  function health() {
    const time = { now: 1_000_000 };
    return { time, ...createHealth({ clock: sampleClock(() => time.now), patienceMs: 30_000 }) };
  }

  it('is good before anything was reported', () => {
    expect(health().read()).toEqual({ status: 'ok', reasons: [] });
  });

  it.each(['gateway', 'store'] as const)(
    'a lost %s degrades at once, is fatal after the patience, and heals at once',
    (part) => {
      const { time, report, read } = health();
      report(part, false, 'closed');
      expect(read()).toEqual({ status: 'degraded', reasons: [`${part}: closed`] });
      time.now += 29_999;
      report(part, false, 'still closed');
      expect(read().status).toBe('degraded');
      time.now += 1;
      expect(read()).toEqual({ status: 'unhealthy', reasons: [`${part}: still closed`] });
      report(part, true);
      expect(read()).toEqual({ status: 'ok', reasons: [] });
      report(part, false);
      expect(read()).toEqual({ status: 'degraded', reasons: [`${part}: down`] });
    },
  );

  it.each(['relay', 'submissions'] as const)('trouble with the %s never makes us unhealthy', (part) => {
    const { time, report, read } = health();
    report(part, false, 'silent');
    time.now += 86_400_000;
    expect(read()).toEqual({ status: 'degraded', reasons: [`${part}: silent`] });
  });

  it('names every part that is down, and only those, whatever the order of reports', () => {
    const part = fc.constantFrom<Part>('gateway', 'store', 'relay');
    fc.assert(
      fc.property(fc.array(fc.tuple(part, fc.boolean(), fc.nat(40_000))), (reports) => {
        const { time, report, read } = health();
        const since = new Map<Part, number>();
        for (const [name, ok, later] of reports) {
          time.now += later;
          report(name, ok);
          if (ok) since.delete(name);
          else since.set(name, since.get(name) ?? time.now);
        }
        const fatal = [...since].some(([name, at]) => name !== 'relay' && time.now - at >= 30_000);
        expect(read().status).toBe(fatal ? 'unhealthy' : since.size > 0 ? 'degraded' : 'ok');
        expect(read().reasons.toSorted()).toEqual([...since.keys()].map((name) => `${name}: down`).toSorted());
      }),
    );
  });
});

describe('the secret of the callback address', () => {
  it('is always the same for a key, never for two, fits a path and hides the key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string({ minLength: 8 }), (key, other) => {
        const secret = notifySecret(key, 'main');
        expect(secret).toMatch(/^[\w-]{43}$/);
        expect(notifySecret(key, 'main')).toBe(secret);
        expect(secret.includes(key)).toBe(false);
        // Two keys that differ only in NULs at the end are one key to HMAC.
        if (key.replace(/\0+$/, '') !== other.replace(/\0+$/, '')) expect(notifySecret(other, 'main')).not.toBe(secret);
      }),
    );
  });

  it('stays the same over versions: relays hold addresses of running tasks', () => {
    expect(notifySecret('sk-example', 'main')).toMatchInlineSnapshot(`"dftCg9ZD67Js_nm4ZEE-hOwgUO9eHupjH86i_FLc92w"`);
  });

  it.each([
    ['https://bot.example', 'https://bot.example/notify/abc'],
    ['https://bot.example/', 'https://bot.example/notify/abc'],
    ['http://bot.example:8080/path//', 'http://bot.example:8080/path/notify/abc'],
    ['https://bot.example/path?x=1#y', 'https://bot.example/path/notify/abc'],
  ])('%s becomes %s', (publicUrl, address) => {
    expect(notifyAddress(publicUrl, 'abc')).toBe(address);
  });
});
