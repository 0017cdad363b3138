import { isIP } from 'node:net';
import { RelayError } from '../domain/failures/errors.ts';
import type { SwitchedOff } from '../domain/policy/server-policy.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { ServerKey, ServerKeys } from '../domain/ports/server-keys.ts';
import type { Refusals } from '../domain/ports/store.ts';
import type { RelayAuth } from '../domain/relay-setup.ts';
import { createRelayCapabilities } from '../jobs/relay-capabilities.ts';
import type { EngineRelay, ServerRelays } from '../jobs/relays.ts';
import { createConnector } from '../pictures/connect.ts';
import type { createProxy } from '../proxy/proxy.ts';
import { createRelay, type RelayDeadlines, type RelayOptions } from '../relay/client.ts';
import { type RelayAddress, relayAddress } from '../relay/http/address.ts';
import { createNamedRelay } from '../relay/named-relay.ts';
import { createPoller } from '../relay/tasks/poller.ts';
import type { Instruments } from './instruments.ts';
import type { OpenRelay } from './relays.ts';
import { createSubmissionGuard } from './submission-guard.ts';

/** How many jobs of one server its relay works on at once. */
const SLOTS = 3;
/** The largest listing that a stranger's relay may send, in bytes. */
const LISTING_MAX = 1024 * 1024;
/** How long a connection may take to open, in ms. */
const CONNECT = 10_000;
/** The id of no task: asking for it is free. */
const NO_TASK = '0';
/** How long the trial of a key may take, in ms. */
const TRIAL = 15_000;

/** What came of trying a key: `silent` where nobody can tell. */
export type KeyTrial = 'works' | 'refused' | 'silent';

export type ServerRelaysParts = {
  readonly keys: ServerKeys;
  /** The relays of the people who run the bot, whose services servers may choose. */
  readonly relays: readonly Pick<OpenRelay, 'config' | 'address'>[];
  /** Further services that servers may choose, by the names of their hosts. */
  readonly hosts: readonly string[];
  readonly pictures: Pick<RelayOptions, 'readPicture' | 'checkLink' | 'drawMask'>;
  readonly proxy: Pick<ReturnType<typeof createProxy>, 'dispatcher' | 'host'>;
  readonly instruments: Pick<Instruments, 'relay'>;
  readonly refusals: Refusals;
  readonly switchedOff: SwitchedOff;
  readonly deadlines: RelayDeadlines;
  readonly clock: Clock;
  readonly log: Log;
  readonly pollSeconds: number;
  readonly due: (name: string) => readonly string[];
  readonly seen: Parameters<typeof createPoller>[0]['seen'];
  readonly looked: (name: string, failure: unknown) => void;
};

type Service = {
  readonly address: RelayAddress;
  readonly auth: RelayAuth;
  /** Whether a stranger has named it: it is reached at public addresses only. */
  readonly isGuarded: boolean;
};

type Client = {
  readonly kept: ServerKey;
  readonly relay: EngineRelay;
  /** Asks nothing more at once; what is being submitted is answered before its connection is closed. */
  close(): Promise<void>;
};

/**
 * Opens the relays for which servers have brought a key. A relay that a stranger has named is not trusted: nothing is sent to addresses
 * that are not public, it calls nobody back, and its answers are no larger than they need to be.
 */
export function createServerRelays(parts: ServerRelaysParts) {
  const { keys, relays, hosts, pictures, proxy, instruments, clock, log } = parts;
  const clients = new Map<string, Client>();
  const closing = new Set<Promise<void>>();

  function serviceAt(host: string): Service | null {
    const own = relays.find(({ address }) => new URL(address.origin).host === host);
    if (own) return { address: own.address, auth: own.config.auth, isGuarded: false };
    if (!hosts.includes(host) || isIP(host) !== 0) return null;
    return { address: relayAddress(`https://${host}`, null), auth: 'bearer', isGuarded: true };
  }

  function clientOf({ address, auth, isGuarded }: Service, key: string) {
    // Behind a proxy it is the proxy that looks names up, and it may stand at a private address itself.
    const connect = isGuarded && proxy.host === null ? { connect: createConnector(new Set(), CONNECT) } : {};
    return createRelay({
      address,
      auth,
      key,
      notifyHook: '',
      ...pictures,
      dispatcher: (options, origin) => proxy.dispatcher({ ...options, ...connect }, origin),
      largestListing: LISTING_MAX,
      deadlines: parts.deadlines,
      log,
    });
  }

  /** Addresses of the people who run the bot, to which a stranger's relay must send nobody. */
  const inside = new Set(relays.map(({ address }) => address.origin));

  function create(guildId: string, kept: ServerKey, key: string, service: Service): Client {
    const client = clientOf(service, key);
    const forbidden = service.isGuarded ? inside : new Set<string>();
    const { base } = service.address;
    const named = createNamedRelay(guildId, base, instruments.relay('server', client), forbidden);
    const { port, idle } = createSubmissionGuard(named);
    const poller = createPoller({
      list: port.list,
      due: () => parts.due(guildId),
      seen: parts.seen,
      onListed: (failure) => parts.looked(guildId, failure),
      seconds: parts.pollSeconds,
      log,
    });
    poller.start();
    const { refusals, switchedOff } = parts;
    return {
      kept,
      relay: {
        name: guildId,
        isListed: kept.removedAt === null,
        slots: SLOTS,
        port,
        capabilities: createRelayCapabilities({ refusals, relay: `server ${guildId}`, clock, switchedOff, log }),
      },
      async close() {
        await poller.stop();
        await idle();
        await client.close();
      },
    };
  }

  function close(guildId: string): void {
    const client = clients.get(guildId);
    if (!client) return;
    clients.delete(guildId);
    const closed = client
      .close()
      .catch((error: unknown) => log.debug({ error }, 'the relay of a server could not be closed'))
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }

  const serverRelays: ServerRelays = {
    async open(guildId) {
      const kept = await keys.get(guildId);
      const before = clients.get(guildId);
      if (before && kept && isSame(before.kept, kept)) return before.relay;
      close(guildId);
      const service = kept && serviceAt(kept.host);
      if (!kept || kept.key === null || !service) return null;
      const client = create(guildId, kept, kept.key, service);
      clients.set(guildId, client);
      return client.relay;
    },
    close,
  };

  return {
    ...serverRelays,
    /** The services that servers may choose, by the names of their hosts. */
    hosts: [...new Set([...relays.map(({ address }) => new URL(address.origin).host), ...hosts])],

    /** Tries a key, which costs nothing. Never rejects. */
    async tryKey(host: string, key: string): Promise<KeyTrial> {
      const service = serviceAt(host);
      if (!service) return 'silent';
      const client = clientOf(service, key);
      try {
        await client.fetch(NO_TASK, AbortSignal.timeout(TRIAL));
        return 'works';
      } catch (error) {
        const isRefusal =
          error instanceof RelayError && (error.refusal !== null || error.status === 401 || error.status === 403);
        return isRefusal ? 'refused' : 'silent';
      } finally {
        await client.close();
      }
    },

    /** Resolves when all are closed, those included that were replaced before. */
    async closeAll(): Promise<void> {
      for (const guildId of clients.keys()) close(guildId);
      await Promise.all(closing);
    },
  };
}

function isSame(one: ServerKey, other: ServerKey): boolean {
  return one.host === other.host && one.key === other.key && one.removedAt === other.removedAt;
}
