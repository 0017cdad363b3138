import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeal } from '../../../src/store/repositories/seal.ts';
import { text as foreign } from '../arbitraries.ts';

const secret = fc.stringMatching(/^[\x21-\x2b\x2d-\x7e]{32,60}$/);
const secrets = fc.uniqueArray(secret, { minLength: 1, maxLength: 4 });
/** Texts that UTF-8 can hold. */
const text = foreign.map((one) => one.toWellFormed());
const belonging = fc.tuple(foreign, foreign);
const place = ['1101', 'api.example.org'];

/** What such keys encrypt. */
function closed(secretsKeys: readonly string[], one: string, belongingTo: readonly string[] = place): string {
  const { close } = createSeal(secretsKeys);
  if (!close) throw new Error('there is no key');
  return close(one, belongingTo);
}

describe('a key of a server, encrypted', () => {
  it('is read with every list that has the key it was encrypted with, and is older where that is not the first', () => {
    fc.assert(
      fc.property(secrets, secret, text, belonging, (others, own, one, where) => {
        const sealed = closed([own, ...others], one, where);
        for (const [keys, isOlder] of [
          [[own, ...others], false],
          [[...others, own], others[0] !== own],
        ] as const) {
          const seal = createSeal(keys);
          expect(seal.open(sealed, where)).toBe(one);
          expect(seal.isOlder(sealed)).toBe(isOlder);
        }
      }),
    );
  });

  it('cannot be read without that key', () => {
    fc.assert(
      fc.property(secrets, secret, text, (others, own, one) => {
        fc.pre(!others.includes(own));
        expect(createSeal(others).open(closed([own], one), place)).toBeNull();
        expect(createSeal([]).open(closed([own], one), place)).toBeNull();
      }),
    );
  });

  it('cannot be read under another server or for another host', () => {
    fc.assert(
      fc.property(secret, text, belonging, belonging, (own, one, where, elsewhere) => {
        fc.pre(where.join('\0') !== elsewhere.join('\0') || where.length !== elsewhere.length);
        expect(createSeal([own]).open(closed([own], one, where), elsewhere)).toBeNull();
      }),
    );
    const own = 'k'.repeat(32);
    // Neither may give a letter to the other.
    expect(createSeal([own]).open(closed([own], 'sk', ['1', '2x']), ['12', 'x'])).toBeNull();
  });

  it('cannot be read with a single bit of it changed, cut off or added to', () => {
    const own = 'k'.repeat(32);
    const seal = createSeal([own]);
    const bytes = Buffer.from(closed([own], 'sk-a-key'), 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(seal.open(changed.toString('base64'), place)).toBeNull();
    }
    for (let length = 0; length < bytes.length; length += 1) {
      expect(seal.open(bytes.subarray(0, length).toString('base64'), place)).toBeNull();
    }
    expect(seal.open(Buffer.concat([bytes, Buffer.of(0)]).toString('base64'), place)).toBeNull();
  });

  it('is looked at without an error, whatever stands there', () => {
    const seal = createSeal(['k'.repeat(32)]);
    const bytes = fc.uint8Array({ maxLength: 80 }).map((one) => Buffer.from(one).toString('base64'));
    fc.assert(
      fc.property(fc.oneof(foreign, fc.base64String(), bytes), belonging, (sealed, where) => {
        expect(seal.open(sealed, where)).toBeNull();
        expect(seal.isOlder(sealed)).toBe(true);
      }),
    );
  });

  it('is another text each time, so that nobody sees that two servers have the same one', () => {
    const own = 'k'.repeat(32);
    const all = Array.from({ length: 200 }, () => closed([own], 'sk-a-key'));
    expect(new Set(all).size).toBe(200);
    /** Two texts with the same nonce would tell what differs between them. */
    const nonces = all.map((one) => Buffer.from(one, 'base64').subarray(9, 21).toString('hex'));
    expect(new Set(nonces).size).toBe(200);
  });

  it('tells nothing of what encrypted it', () => {
    fc.assert(
      fc.property(secret, (own) => {
        const bytes = Buffer.from(closed([own], 'sk-a-key'), 'base64').toString('latin1');
        expect(bytes).not.toContain(own.slice(0, 8));
        expect(bytes).not.toContain('sk-a-key');
      }),
    );
  });
});
