import type { AccessContext } from '../src/domain/policy/access.ts';
import { newServerGrant, openBot } from '../src/domain/policy/bot-policy.ts';
import { openServer } from '../src/domain/policy/server-policy.ts';

/** A member of a server in which nothing is decided and nothing limited. */
export function openAccess(memberId: string, changes: Partial<AccessContext> = {}): AccessContext {
  return {
    memberId,
    roleIds: [],
    isOperator: false,
    permitted: 'yes',
    server: '10',
    bot: openBot,
    grant: newServerGrant(openBot),
    policy: openServer,
    speed: null,
    timeZone: 'UTC',
    botTimeZone: 'UTC',
    hasKey: false,
    ...changes,
  };
}
