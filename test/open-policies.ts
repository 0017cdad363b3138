import { openBot } from '../src/domain/policy/bot-policy.ts';
import { openServer } from '../src/domain/policy/server-policy.ts';
import type { Policies } from '../src/domain/ports/store.ts';

/** Policies that decide nothing and keep nothing. */
export const openPolicies: Policies = {
  server: async () => openServer,
  grant: async () => null,
  bot: async () => openBot,
  changeServer: async (_, change) => ({ before: null, after: change(openServer) }),
  changeGrant: async (_, change) => ({ before: null, after: change(undefined) }),
  changeBot: async (change) => ({ before: null, after: change(openBot) }),
};
