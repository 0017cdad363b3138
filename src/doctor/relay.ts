import { type Finding, finding } from '../domain/failures/finding.ts';
import type { RelayAuth } from '../domain/relay-setup.ts';
import type { CreateDispatcher } from '../proxy/proxy.ts';
import { createExamination, type Examination, type RelayLook } from '../relay/examination.ts';
import { relayAddress } from '../relay/http/address.ts';

/** How long one question to a relay may take, in ms: a little less than a check. */
const ANSWER_WAIT = 4_500;

/** Where a relay is, and how it is to be asked. `url` is as operators paste it. */
export type RelayAccess = {
  readonly url: string;
  readonly mode: 'fast' | 'relax' | 'turbo' | null;
  readonly auth: RelayAuth;
  readonly key: string;
  readonly dispatcher: CreateDispatcher;
};

/** A relay that is asked a few questions, and what it is called. */
export type AskedRelay = {
  readonly name: string;
  readonly base: string;
  readonly isPlain: boolean;
  readonly examination: Examination;
};

/** Throws a TypeError with one plain sentence for an address that is none. */
export function openRelay({ url, mode, auth, key, dispatcher }: RelayAccess): AskedRelay {
  const address = relayAddress(url, mode);
  const { host, protocol } = new URL(address.origin);
  const examination = createExamination({ address, auth, key, dispatcher, ms: ANSWER_WAIT });
  return { name: host, base: address.base, isPlain: protocol === 'http:', examination };
}

/** Whether a relay answers and takes the key. */
export async function relayFindings(relay: AskedRelay, signal: AbortSignal): Promise<readonly Finding[]> {
  return [await findingFor(await relay.examination.look(signal), relay, signal)];
}

async function findingFor(look: RelayLook, relay: AskedRelay, signal: AbortSignal): Promise<Finding> {
  const { name, base, isPlain, examination } = relay;
  switch (look.kind) {
    case 'works':
      return finding('relayWorks', { relay: name, ms: look.ms, dialect: look.dialect });
    case 'silent':
      return finding('relaySilent', { relay: name, why: look.why });
    case 'redirects':
      return finding('relayRedirects', { relay: name, isPlain });
    case 'failing':
      return finding('relayFailing', { relay: name, status: look.status });
    case 'noRelay': {
      const { answersAt, isModeless } = (await examination.locate(signal)) ?? { answersAt: null, isModeless: false };
      if (answersAt === null && look.isPage) return finding('relayPage', { relay: name });
      return finding('relayMisplaced', { base, answersAt, isModeless });
    }
    case 'refuses':
      if (look.why === 'usedUp') return finding('relayKeyUsedUp', { relay: name });
      if (look.why === 'forbidden') return finding('relayKeyBlind', { relay: name });
      return finding('relayKeyRefused', { relay: name, auth: await examination.setup.otherAuth(signal) });
  }
}
