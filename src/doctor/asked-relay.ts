import { MAIN, relayPrefix } from '../config/relay-names.ts';
import type { OfRelay } from '../domain/failures/finding-facts.ts';
import type { RelayAuth } from '../domain/relay-setup.ts';
import type { CreateDispatcher } from '../proxy/proxy.ts';
import { createExamination, type Examination } from '../relay/examination.ts';
import { relayAddress } from '../relay/http/address.ts';

/** How long one question to a relay may take, in ms: a little less than a check. */
const ANSWER_WAIT = 4_500;

/** Where a relay is, and how it is to be asked. `url` is as operators paste it. */
export type RelayAccess = {
  /** What the operator calls it, where there are several; null where it is the only one. */
  readonly called: string | null;
  readonly url: string;
  readonly mode: 'fast' | 'relax' | 'turbo' | null;
  readonly auth: RelayAuth;
  readonly key: string;
  readonly dispatcher: CreateDispatcher;
};

/** A relay that is asked a few questions, and how it is spoken of. */
export type AskedRelay = {
  readonly of: OfRelay;
  readonly origin: string;
  readonly base: string;
  /** The same as it is told. */
  readonly spokenBase: string;
  readonly auth: RelayAuth;
  readonly isPlain: boolean;
  readonly examination: Examination;
};

/** Throws a TypeError with one plain sentence for an address that is none. */
export function openRelay({ called, url, mode, auth, key, dispatcher }: RelayAccess): AskedRelay {
  const address = relayAddress(url, mode);
  const { host, protocol } = new URL(address.origin);
  const examination = createExamination({ address, auth, key, dispatcher, ms: ANSWER_WAIT });
  const spoken = (where: string) => (called === null ? where : `${called} (${where})`);
  return {
    of: { relay: spoken(host), settings: relayPrefix(called ?? MAIN) },
    origin: address.origin,
    base: address.base,
    spokenBase: spoken(address.base),
    auth,
    isPlain: protocol === 'http:',
    examination,
  };
}
