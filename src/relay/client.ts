import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';
import type { RelayAuth, RelaySetup } from '../domain/relay-setup.ts';
import type { RelayAddress } from './http/address.ts';
import { createRedact } from './http/redact.ts';
import { jitteredDelay, type RetryDelay } from './http/retry.ts';
import { type CreateDispatcher, createTransport } from './http/transport.ts';
import { createSetup } from './setup/setup.ts';
import { type CheckLink, createPrepare } from './submit/prepare.ts';
import { createIsReachable, createQuestion } from './submit/question.ts';
import { createSubmit } from './submit/submit.ts';
import type { DrawMask, ReadPicture } from './submit/submit-body.ts';
import { createChargeSearch } from './tasks/charges.ts';
import { createLocate } from './tasks/locate.ts';
import { createQuery } from './tasks/query.ts';

/**
 * How long one call may take, its retries included, in ms. A submit may go through a gateway that itself waits a
 * minute. A gateway that fails within `instant` ms has not waited for anybody's answer.
 */
export type RelayDeadlines = Partial<Readonly<Record<'submit' | 'fetch' | 'list' | 'instant', number>>>;

/** How to reach one relay. `notifyHook` is the address that it calls back, empty when there is none. */
export type RelayOptions = {
  readonly address: RelayAddress;
  readonly auth: RelayAuth;
  readonly key: string;
  /** Whether lost submissions are looked for among the relay's charges, for which the key is sent in the address. */
  readonly searchCharges?: boolean;
  readonly notifyHook: string;
  readonly readPicture: ReadPicture;
  readonly checkLink: CheckLink;
  readonly drawMask: DrawMask;
  /** The largest listing of tasks that is read, in bytes. Absent means 8 MB. */
  readonly largestListing?: number;
  readonly dispatcher: CreateDispatcher;
  readonly log: Log;
  readonly deadlines?: RelayDeadlines;
  readonly retryDelay?: RetryDelay;
};

/** The largest listing of tasks that is read unless somebody says otherwise, in bytes. */
const LISTING_MAX = 8 * 1024 * 1024;

/** A client for relays of the midjourney-proxy family. It opens no connection before its first request. */
export function createRelay(options: RelayOptions): Relay & RelaySetup & { close(): Promise<void> } {
  const { address, auth, key, notifyHook, readPicture, checkLink, drawMask, dispatcher, log } = options;
  const { retryDelay = jitteredDelay } = options;
  const deadlines = { submit: 75_000, fetch: 15_000, list: 20_000, instant: 1_000, ...options.deadlines };
  const { origin, base } = address;
  const transportBy = (way: RelayAuth) => createTransport({ address, auth: way, key, dispatcher });
  const transport = transportBy(auth);
  const redact = createRedact({ key, notifyHook });
  const query = createQuery({
    transport,
    reading: { origin, base, redact },
    largestListing: options.largestListing ?? LISTING_MAX,
    deadlines,
    retryDelay,
    log,
  });
  const { fetch, list } = query;
  const searchCharges = createChargeSearch({ transport, key, list, ms: deadlines.list });
  const recent: Relay['recent'] = async (states, signal) =>
    (await query.recent(states, signal)) ?? (options.searchCharges ? searchCharges(states, signal) : null);
  const question = createQuestion(transport, origin);
  const submit = createSubmit({
    transport,
    question,
    origin,
    notifyHook,
    fetch,
    redact,
    log,
    deadline: deadlines.submit,
    instant: deadlines.instant,
  });
  const prepare = createPrepare({ readPicture, checkLink, drawMask, redact, log });
  const isReachable = createIsReachable(question, fetch, deadlines.fetch);
  const locate = createLocate(transport, address, deadlines.fetch);
  const setup = createSetup({ transport, transportBy, auth, ms: deadlines.fetch });
  return { ...query, ...setup, recent, prepare, submit, isReachable, locate, close: transport.close };
}
