import { setMaxListeners } from 'node:events';
import type { Config } from '../config.ts';
import { tunnelGateway } from '../discord/gateway/tunnel.ts';
import { createLogChannel } from '../discord/presenter/log-channel.ts';
import { createPresenter } from '../discord/presenter/presenter.ts';
import { createRestClients } from '../discord/rest/clients.ts';
import type { Log } from '../domain/ports/log.ts';
import { createHealth } from '../http/health.ts';
import { createEngine } from '../jobs/engine.ts';
import { createRelayCapabilities } from '../jobs/relay-capabilities.ts';
import { createMaskPreviews } from '../pictures/mask-preview.ts';
import { createProxy } from '../proxy/proxy.ts';
import type { RelayDeadlines } from '../relay/client.ts';
import { FORMAT } from '../store/tables/codecs.ts';
import { version } from '../version.ts';
import { createAlerts } from './alerts.ts';
import { createClock } from './clock.ts';
import { closeSoon } from './close-soon.ts';
import { botIn } from './cluster-address.ts';
import type { Instruments } from './instruments.ts';
import { createLeading } from './leading.ts';
import { createLiveness } from './liveness.ts';
import { createOperatorMail } from './operator-mail.ts';
import { createPollers } from './pollers.ts';
import { openRelays } from './relays.ts';
import { createServerRelays } from './server-relays.ts';
import { openSharedStore } from './shared-store.ts';
import { createSwitchedOff } from './switched-off.ts';

const MINUTE = 60_000;
/** How long messages that are being sent may still take when the engine has stopped, in ms. */
const PRESENTER_STOP = 1_000;

export type PartsOptions = {
  readonly config: Config;
  /** Of this process, other than that of any other one. */
  readonly id: string;
  readonly log: Log;
  readonly opened: AsyncDisposableStack;
  readonly instruments: Instruments;
  /** Aborted when Darkroom is to stop before it is ready. */
  readonly signal: AbortSignal;
  /** How long requests to the relay may take, in ms, where that differs from the usual. */
  readonly deadlines?: RelayDeadlines | undefined;
};

export type Parts = Awaited<ReturnType<typeof createParts>>;

/**
 * Makes everything that outlives an interaction and connects it. Nothing is started yet; what has to be closed is added to
 * `opened`. Throws StoreError and SetupError.
 */
export async function createParts({ config, id, log, opened, instruments, signal, deadlines = {} }: PartsOptions) {
  const self = { id, bot: botIn(config.discordToken), version, format: FORMAT };
  const clock = createClock({ log });
  const halt = new AbortController();
  // Every wait in the process listens to this signal: Node would take so many listeners for a leak.
  setMaxListeners(0, halt.signal);
  const health = createHealth({ clock });
  const liveness = createLiveness(clock);
  health.report('gateway', false, 'starting');

  const proxy = createProxy(config.proxy);
  if (proxy.host !== null) opened.defer(tunnelGateway(proxy.proxyFor));

  const shared = await openSharedStore({
    config,
    self,
    clock,
    log,
    opened,
    signal,
    halt: halt.signal,
    isLeading: () => leading.isLeading(),
    onDamaged: ({ table, key }) => alerts.raise({ kind: 'recordDamaged', table, key }),
  });
  const { cluster, processes } = shared;
  const store = { ...shared.store, jobs: instruments.jobs(shared.store.jobs) };

  const restClients = createRestClients({
    apiUrl: config.discordApiUrl,
    botToken: config.discordToken,
    dispatcher: proxy.dispatcher,
    measure: instruments.requests,
    onDate: (time) => clock.heard('answer', time),
    onAnswered: (id) =>
      void store.interactions.answered(id).catch((error: unknown) => {
        log.debug({ interaction: id, error }, 'it could not be written down that an interaction is answered');
      }),
  });
  opened.defer(closeSoon('the connections to Discord', restClients.close));

  const operator = createOperatorMail({
    memberIds: config.operators,
    policies: store.policies,
    restClients,
    log,
    stop: halt.signal,
  });
  const alerts = createAlerts({ claims: store.claims, clock, health, log, send: operator.send });

  const opening = { config, proxy, opened, instruments, deadlines, log };
  const { media, pictures, relays: openedRelays } = openRelays(opening);

  const { imageDelivery, progressSeconds } = config;
  const switchedOff = createSwitchedOff(store.policies);
  const relays = openedRelays.map((relay) => ({
    ...relay,
    capabilities: createRelayCapabilities({
      refusals: store.refusals,
      relay: relay.address.origin,
      clock,
      switchedOff,
      log,
    }),
  }));
  const presenter = createPresenter({
    restClients,
    media,
    imageDelivery,
    relayBases: relays.map(({ address }) => address.base),
    progressSeconds,
    mayShow: cluster.leadership.isCertain,
    clock,
    log,
    statuses: (ids) => engine.statuses(ids),
    switchedOff,
    stopMs: PRESENTER_STOP,
  });

  const serverLog = createLogChannel({
    restClients,
    policies: store.policies,
    claims: store.claims,
    log,
    stop: halt.signal,
  });

  const serverRelays = createServerRelays({
    keys: store.keys,
    relays,
    hosts: config.relayHosts,
    pictures,
    proxy,
    instruments,
    refusals: store.refusals,
    switchedOff,
    deadlines,
    clock,
    log,
    pollSeconds: config.pollSeconds,
    due: (name) => engine.due(name),
    seen: (tasks, missing) => engine.seen(tasks, missing),
    looked: (name, failure) => engine.looked(name, failure),
  });
  opened.defer(closeSoon('the relays of servers', serverRelays.closeAll));

  const engine = createEngine({
    serverRelays,
    relays: relays.map(({ config: { name, isListed, concurrency }, port, capabilities }) => ({
      name,
      isListed,
      slots: concurrency,
      port,
      capabilities,
    })),
    store,
    presenter,
    clock,
    alerts,
    serverLog,
    log,
    limits: {
      memberMaxWaiting: config.memberMaxWaiting,
      deadline: config.deadlineMinutes * MINUTE,
    },
    signal: halt.signal,
    wake,
    wakeUps: cluster.wakeUps,
    deliveries: cluster.deliveries,
    processId: id,
    isGone: processes.isGone,
  });
  const pollers = createPollers({ relays, engine, health, seconds: config.pollSeconds, log });

  function wake(): void {
    for (const poller of pollers) poller.wake();
  }

  const leading = createLeading({ engine, cluster, wake, log });

  const maskPreviews = createMaskPreviews(media);
  return {
    proxy,
    alerts,
    operator,
    clock,
    halt,
    health,
    liveness,
    store,
    relays,
    serverRelays,
    media,
    restClients,
    presenter,
    serverLog,
    engine,
    cluster,
    processes,
    leading,
    maskPreviews,
    pollers,
  };
}
