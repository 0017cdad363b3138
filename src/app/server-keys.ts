import type { Services } from '../discord/handler.ts';

/** What handlers know of the keys that servers bring. */
export type KeyService = Services['serverKeys'];

/** Where servers may bring no keys. */
export const noServerKeys: KeyService = {
  canKeep: false,
  hosts: [],
  get: async () => null,
  put: () => Promise.reject(new Error('no key can be kept')),
  remove: async () => {},
  erase: async () => {},
  list: async () => [],
  tryKey: async () => 'silent',
};
