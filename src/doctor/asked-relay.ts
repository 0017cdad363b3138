import type { RelayAuth } from '../domain/relay-setup.ts';
import type { CreateDispatcher } from '../proxy/proxy.ts';
import { createExamination, type Examination } from '../relay/examination.ts';
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
  readonly origin: string;
  readonly base: string;
  readonly auth: RelayAuth;
  readonly isPlain: boolean;
  readonly examination: Examination;
};

/** Throws a TypeError with one plain sentence for an address that is none. */
export function openRelay({ url, mode, auth, key, dispatcher }: RelayAccess): AskedRelay {
  const address = relayAddress(url, mode);
  const { host, protocol } = new URL(address.origin);
  const examination = createExamination({ address, auth, key, dispatcher, ms: ANSWER_WAIT });
  return { name: host, origin: address.origin, base: address.base, auth, isPlain: protocol === 'http:', examination };
}
