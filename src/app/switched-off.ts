import type { SwitchedOff } from '../domain/policy/server-policy.ts';
import type { Policies } from '../domain/ports/store.ts';

/** Reads in the store what a server has switched off; nothing while it cannot be read: a button too many says so when it is pressed. */
export function createSwitchedOff(policies: Pick<Policies, 'server'>): SwitchedOff {
  return async (guildId) =>
    guildId === null
      ? []
      : policies.server(guildId).then(
          ({ off }) => off,
          () => [],
        );
}
