import { expect, test } from 'vitest';
import { botIn, clusterHash } from '../../src/app/cluster-address.ts';

const token = (secret: string) => `${Buffer.from('100000000000000001').toString('base64url')}.G1aB2c.${secret}`;
const url = 'postgres://darkroom:letmein@db/darkroom';

test('what health tells of a cluster is the same for all its processes, and no test of a password in the address of its store', () => {
  expect(botIn(token('a'))).toBe(botIn(token('b')));
  expect(clusterHash(token('a'), url)).toBe(clusterHash(token('a'), url));
  expect(clusterHash(token('a'), url)).not.toBe(clusterHash(token('a'), `${url}2`));
  // Everybody can know the bot's id: whoever has no more must not come to the same by trying passwords.
  expect(clusterHash(token('a'), url)).not.toBe(clusterHash(token('b'), url));
});
