import { OPERATOR, type Payer } from '../credits/charge.ts';
import { relayAskedFor } from '../job/bound-relay.ts';
import type { Request } from '../job/request.ts';
import { payerOfRelay } from '../job/task-key.ts';
import type { AccessContext } from './access.ts';
import type { Denial } from './denial.ts';

type Here = Pick<AccessContext, 'server' | 'grant' | 'hasKey'>;

/** Whether the people who run the bot pay for what is made here. Outside servers they do. */
function isPaidForUs({ grant }: Here): boolean {
  return grant?.pays !== false;
}

/** Whether a payer's key may be spent here. A server's own is spent in that server only. */
function mayBeSpent(payer: Payer, here: Here): boolean {
  return payer === OPERATOR ? isPaidForUs(here) : payer === here.server && here.hasKey;
}

/**
 * Who pays for what is asked for, or why nobody does. What is about a task is paid by whoever paid for that task; anything else by the
 * server where it has brought a key, whether that works or not, and else by the people who run the bot.
 */
export function payerOf(asked: Request, here: Here): Payer | Denial {
  const relay = relayAskedFor(asked);
  if (relay !== null) {
    const payer = payerOfRelay(relay);
    if (mayBeSpent(payer, here)) return payer;
    return payer === OPERATOR && !here.hasKey ? { kind: 'noKey' } : { kind: 'otherPayer', place: null };
  }
  return freshPayer(here) ?? { kind: 'noKey' };
}

/** Who pays for what is made anew here; null when nobody does. */
export function freshPayer(here: Here): Payer | null {
  if (here.hasKey && here.server !== null) return here.server;
  return isPaidForUs(here) ? OPERATOR : null;
}

/** Whether a task may be looked at from a server, null outside servers: those that a server has paid for, only from there. */
export function maySee(relay: string, server: string | null): boolean {
  const payer = payerOfRelay(relay);
  return payer === OPERATOR || payer === server;
}
