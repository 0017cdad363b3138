import fc from 'fast-check';
import { expect, test } from 'vitest';
import { relayAddress } from '../../../src/relay/http/address.ts';

const origin = 'https://relay.example';

test.each([
  [origin, null, '/mj'],
  [`${origin}/`, null, '/mj'],
  [`  ${origin}//mj/ \n`, null, '/mj'],
  [`${origin}/mj/mj`, null, '/mj'],
  [`${origin}/mj?x=1#y`, null, '/mj'],
  [`${origin}/mj/submit/imagine`, null, '/mj'],
  [`${origin}/mj-fast/mj`, null, '/mj-fast/mj'],
  [`${origin}/mj-fast`, null, '/mj-fast/mj'],
  [`${origin}/fast/mj/`, null, '/fast/mj'],
  [`${origin}/mj-fast/mj/submit/action`, 'turbo', '/mj-turbo/mj'],
  [`${origin}/fast/mj`, 'relax', '/relax/mj'],
  [`${origin}/mj-fast-origin/mj`, 'relax', '/mj-relax-origin/mj'],
  [origin, 'relax', '/mj-relax/mj'],
  [`${origin}/behind/here/mj`, 'fast', '/behind/here/mj-fast/mj'],
  [`${origin}/behind/here`, null, '/behind/here/mj'],
] as const)('%s with mode %s means %s', (pasted, mode, path) => {
  expect(relayAddress(pasted, mode)).toEqual({ origin, base: origin + path });
});

test('the port and the scheme are kept', () => {
  expect(relayAddress('http://127.0.0.1:8080/mj', null).base).toBe('http://127.0.0.1:8080/mj');
});

test.each(['relay.example', '', 'ftp://relay.example', 'https://', '/mj', 'https://user:hunter2@relay.example'])(
  '%j is refused in one sentence that does not repeat it',
  (pasted) => {
    const attempt = () => relayAddress(pasted, null);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(/^The relay address must [^.]*\.$/);
    expect(attempt).not.toThrow(/hunter2/);
  },
);

test('whatever is pasted, the base ends in exactly one /mj and means itself when pasted again', () => {
  const segment = fc.constantFrom('mj', 'mj-fast', 'fast', 'relax', 'sub', '');
  const mode = fc.constantFrom('fast', 'relax', 'turbo', null);
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 5 }), mode, (segments, chosen) => {
      const { base } = relayAddress([origin, ...segments].join('/'), chosen);
      expect(base).toMatch(/(?<!\/mj)\/mj$/);
      expect(relayAddress(base, null).base).toBe(base);
      expect(relayAddress(base, chosen).base).toBe(base);
    }),
  );
});
