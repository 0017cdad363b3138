import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStoreUrl, storeName, storeSecrets } from '../../src/lib/store-address.ts';

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

test.each([
  ['redis://localhost', 'redis', 'redis://localhost'],
  ['REDIS://localhost:6380/3', 'redis', 'redis://localhost:6380/3'],
  ['rediss://u:hunter2@host:1/', 'redis', 'rediss://host:1'],
  ['postgres://u:hunter2@host/bot?sslmode=require', 'postgres', 'postgres://host/bot'],
  ['postgresql://u:h%40unter2@[::1]:5433/bot', 'postgres', 'postgresql://[::1]:5433/bot'],
])('%s is a server, called without its password', (url, kind, name) => {
  const address = parseStoreUrl(url);
  expect(address).toMatchObject({ kind, url: expect.stringMatching(/^[a-z]+:\/\//) });
  expect(storeName(address)).toBe(name);
});

test('the password of a server is a secret as it is written and as it is meant', () => {
  expect(storeSecrets('postgres://u:h%40unter2@host/bot')).toEqual(['h%40unter2', 'h@unter2']);
  expect(storeSecrets('redis://:hunter2@host')).toEqual(['hunter2']);
  expect(storeSecrets('redis://host')).toEqual([]);
  expect(storeSecrets('sqlite:data/x.sqlite')).toEqual([]);
});

test.each([
  ...['sqlite:', 'sqlite://', 'memory:x', 'data/x.sqlite', '', 'mysql:hunter2', 'mysql://u:hunter2@host/x'],
  ...['redis:', 'redis://', 'redis:hunter2', 'redis://u:hun#ter2@host', 'redis://u:hunter2%@host', 'redis://host/x'],
  ...['redis://u:hunter2@host/1?x=y', 'postgres://u:hunter2@host', 'postgres://u:hun/ter2@host/bot', 'postgres:///bot'],
  ...['postgres://u:1/hunter2@host/bot', 'postgres://u:hunter2@host/bot/more', 'postgres://u:hunter2@host/bot#x'],
])('%s is refused in one sentence that tells no password', (url) => {
  expect(() => parseStoreUrl(url)).toThrow(TypeError);
  expect(() => parseStoreUrl(url)).toThrow(/^The store address [^\n]*\.$/);
  expect(() => parseStoreUrl(url)).not.toThrow(/hun.?ter2/);
});

test('an address is understood or refused, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.constantFrom('sqlite:', 'redis://', 'postgres://h/'), fc.string()).map((parts) => parts.join('')),
      ),
      (url) => {
        try {
          const address = parseStoreUrl(url);
          expect(storeName(address).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      },
    ),
  );
});
