import { RelaySilence } from '../../domain/failures/errors.ts';
import type { RelaySetup } from '../../domain/relay-setup.ts';
import { networkTroubleOf } from '../../lib/network-trouble.ts';
import { type RelayAddress, withoutFront, withoutMode } from '../http/address.ts';
import type { Answer } from '../http/exchange.ts';
import type { Transport } from '../http/transport.ts';
import { isNoRelay } from './task-answer.ts';

/** The largest answer that is read, in bytes. */
const MAX_ANSWER = 64 * 1024;
/** The id of no task: every relay has an answer for it, and none charges it. */
const QUESTION = '/task/0/fetch';

/**
 * Finds out whether a relay answers at its address at all, and if not, at which similar one: without the speed, or at the
 * front of the server. `ms` is how long each question may take. The similar addresses are asked without the key.
 */
export function createLocate(transport: Transport, address: RelayAddress, ms: number): RelaySetup['locate'] {
  const { origin, base } = address;

  return async (signal) => {
    const bounds = () => ({ cap: MAX_ANSWER, deadline: performance.now() + ms, signal });
    const here = await transport.ask('GET', QUESTION, null, bounds()).catch((error: unknown) => {
      if (signal.aborted || !(error instanceof RelaySilence)) return null;
      // What says nothing of the network is the deadline.
      return { kind: networkTroubleOf(error) ?? 'timeout' } as const;
    });
    if (here === null || 'kind' in here) return here;
    if (here.status >= 300 && here.status < 400) return { kind: 'redirect' };
    if (!isNoRelay(here)) return null;
    const isPage = here.text.trimStart().startsWith('<');
    for (const candidate of new Set([withoutMode(base), withoutFront(origin)])) {
      if (candidate === base) continue;
      const path = candidate.slice(origin.length) + QUESTION;
      const there = await transport.look(path, bounds()).catch(() => null);
      if (there && isRelay(there)) {
        return { kind: 'misplaced', isPage, answersAt: candidate, isModeless: candidate === withoutMode(base) };
      }
    }
    return { kind: 'misplaced', isPage, answersAt: null, isModeless: false };
  };
}

function isRelay(answer: Answer): boolean {
  return answer.status < 500 && (answer.status < 300 || answer.status >= 400) && !isNoRelay(answer);
}
