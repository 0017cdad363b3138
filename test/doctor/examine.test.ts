import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { examine } from '../../src/doctor/examine.ts';
import { type Finding, finding } from '../../src/domain/failures/finding.ts';
import type { CheckId } from '../../src/domain/failures/finding-facts.ts';

const { signal } = new AbortController();
const refused = finding('tokenRefused', {});
const taken = finding('tokenTaken', { name: 'darkroom' });
const fine = finding('applicationFine', {});

function check(id: CheckId, needs: readonly CheckId[], run: () => Promise<readonly Finding[]>): Check {
  return { id, needs, run };
}

describe('the checks', () => {
  it('leave out what needs something that is bad, and what needs that', async () => {
    const examined = await examine(
      [
        check('settings', [], async () => []),
        check('token', ['settings'], async () => [refused]),
        check('application', ['token'], async () => [fine]),
        check('relay', ['application'], async () => [fine]),
      ],
      { signal, onFault: () => {} },
    );
    expect(examined.map((one) => one.check)).toEqual(['settings', 'token']);
  });

  it('run beside one another and are told in their order', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const examined = await examine(
      [
        check('token', [], async () => {
          await promise;
          return [taken];
        }),
        check('application', [], async () => {
          resolve();
          return [fine];
        }),
      ],
      { signal, onFault: () => {} },
    );
    expect(examined.flatMap((one) => one.findings)).toEqual([taken, fine]);
  });

  it('of several relays are all told, the slow one by its name', async () => {
    const never = () => new Promise<readonly Finding[]>(() => {});
    const examined = await examine(
      [
        { id: 'relay', relay: 'main', needs: [], run: never },
        { id: 'relay', relay: 'backup', needs: [], run: async () => [fine] },
      ],
      { signal, onFault: () => {}, checkMs: 20 },
    );
    expect(examined.flatMap((one) => one.findings)).toEqual([
      finding('checkSlow', { check: 'relay', relay: 'main' }),
      fine,
    ]);
  });

  it('wait for all relays where they need the relay', async () => {
    const examined = await examine(
      [
        { id: 'relay', relay: 'main', needs: [], run: async () => [refused] },
        { id: 'relay', relay: 'backup', needs: [], run: async () => [fine] },
        check('callbacks', ['relay'], async () => [fine]),
      ],
      { signal, onFault: () => {} },
    );
    expect(examined.map((one) => one.check)).toEqual(['relay', 'relay']);
  });

  it('end together after their time', async () => {
    const never = () => new Promise<readonly Finding[]>(() => {});
    const began = performance.now();
    const examined = await examine([check('token', [], never), check('relay', [], never)], {
      signal,
      onFault: () => {},
      allMs: 30,
    });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(examined.flatMap((one) => one.findings).map(({ id }) => id)).toEqual(['checkSlow', 'checkSlow']);
  });

  it('become a note with a reference when they fail by themselves', async () => {
    const faults: string[] = [];
    const examined = await examine([check('token', [], () => Promise.reject(new Error('oops')))], {
      signal,
      onFault: (reference, id, error) => faults.push(`${reference} ${id} ${String(error)}`),
    });
    const [one] = examined.flatMap(({ findings }) => findings);
    expect(one).toMatchObject({ id: 'checkBroken', level: 'note', says: { check: 'token' } });
    expect(faults).toEqual([`${one && 'reference' in one.says ? one.says.reference : ''} token Error: oops`]);
  });

  it('stop when nobody waits for them any more, and are no trouble then', async () => {
    const stop = new AbortController();
    const faults: unknown[] = [];
    const ended = Promise.withResolvers<void>();
    const quick = check('token', [], async () => {
      ended.resolve();
      return [taken];
    });
    const slow = check('relay', [], () => delay(60_000, [fine], { ref: false }));
    const waiting = examine([quick, slow], { signal: stop.signal, onFault: (...fault) => faults.push(fault) });
    await ended.promise;
    await delay(1);
    stop.abort();
    expect((await waiting).flatMap((one) => one.findings)).toEqual([taken]);
    expect(faults).toEqual([]);
  });
});
