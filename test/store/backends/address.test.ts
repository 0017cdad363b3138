import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStoreUrl } from '../../../src/store/backends/backend.ts';

test.each([
  ['sqlite:data/x.sqlite', 'data/x.sqlite'],
  ['sqlite://data/x.sqlite', 'data/x.sqlite'],
  ['sqlite:///abs/x.sqlite', '/abs/x.sqlite'],
  ['sqlite:/abs/x.sqlite', '/abs/x.sqlite'],
  ['SQLite:x', 'x'],
])('%s is the file %s', (url, path) => {
  expect(parseStoreUrl(url)).toEqual({ kind: 'sqlite', path });
});

test.each(['memory:', 'memory://', ' memory: ', 'sqlite::memory:'])('%s is memory', (url) => {
  expect(parseStoreUrl(url)).toEqual({ kind: 'memory' });
});

test.each(['redis://user:hunter2@host:6379', 'sqlite:', 'sqlite://', 'memory:x', 'data/x.sqlite', '', 'mysql:hunter2'])(
  '%s is refused in one sentence that tells no password',
  (url) => {
    expect(() => parseStoreUrl(url)).toThrow(TypeError);
    expect(() => parseStoreUrl(url)).toThrow(/^The store address [^.]*: write sqlite:[^\n]*\.$/);
    expect(() => parseStoreUrl(url)).not.toThrow(/hunter2/);
  },
);

test('an address is understood or refused, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((rest) => `sqlite:${rest}`),
      ),
      (url) => {
        try {
          const address = parseStoreUrl(url);
          expect(address.kind === 'memory' || address.path.length > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      },
    ),
  );
});
