import type { ServerKeys } from '../src/domain/ports/server-keys.ts';

/** No server has brought a key, and none can. */
export const noServerKeys: ServerKeys = {
  canKeep: false,
  get: async () => null,
  put: async () => {},
  remove: async () => {},
  erase: async () => {},
  list: async () => [],
};
