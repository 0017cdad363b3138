import { setMaxListeners } from 'node:events';
import type { Config } from '../config.ts';
import { tunnelGateway } from '../discord/gateway/tunnel.ts';
import { createLogChannel } from '../discord/presenter/log-channel.ts';
import { createPresenter } from '../discord/presenter/presenter.ts';
import { createRestClients } from '../discord/rest/clients.ts';
import { MAIN_RELAY } from '../domain/credits/charge.ts';
import type { MediaTrouble } from '../domain/pictures/media.ts';
import type { Log } from '../domain/ports/log.ts';
import { createHealth } from '../http/health.ts';
import { notifyAddress, notifySecret } from '../http/notify-address.ts';
import { createEngine } from '../jobs/engine.ts';
import { createRelayCapabilities } from '../jobs/relay-capabilities.ts';
import { createFetcher } from '../pictures/fetcher.ts';
import { drawMask } from '../pictures/mask.ts';
import { createMaskPreviews } from '../pictures/mask-preview.ts';
import { toDataUrl } from '../pictures/measure.ts';
import { createProxy } from '../proxy/proxy.ts';
import { createRelay, type RelayDeadlines } from '../relay/client.ts';
import { relayAddress } from '../relay/http/address.ts';
import { createPoller } from '../relay/tasks/poller.ts';
import { FORMAT } from '../store/tables/tables.ts';
import { version } from '../version.ts';
import { createAlerts } from './alerts.ts';
import { createClock } from './clock.ts';
import { closeSoon } from './close-soon.ts';
import { botIn } from './cluster-address.ts';
import type { Instruments } from './instruments.ts';
import { createLeading } from './leading.ts';
import { createLiveness } from './liveness.ts';
import { createOperatorMail } from './operator-mail.ts';
import { openSharedStore } from './shared-store.ts';

const MINUTE = 60_000;
/** The largest picture that relays take, about 4 MB, in bytes. Of a larger one they get a smaller copy. */
const RELAY_PICTURE_MAX = 4_000_000;
/** How long a look at a link in a prompt may take, in ms. */
const LINK_CHECK = 8_000;
/** What may be so for us and not for Midjourney. */
const onlyHere: ReadonlySet<MediaTrouble> = new Set(['unreachable', 'failing', 'tooLarge']);
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

  const address = relayAddress(config.relay.url, config.relay.mode);
  const media = createFetcher({
    trustedOrigins: [address.origin, new URL(config.discordApiUrl).origin],
    relayBase: address.base,
    dispatcher: proxy.dispatcher,
    proxyFor: proxy.proxyFor,
    log,
  });
  opened.defer(closeSoon('the fetcher of pictures', media.close));

  const secret = notifySecret(config.discordToken);
  const relayClient = createRelay({
    address,
    auth: config.relay.auth,
    key: config.relayKey,
    searchCharges: config.relay.searchCharges,
    notifyHook: config.publicUrl ? notifyAddress(config.publicUrl, secret) : '',
    readPicture: (url, signal) =>
      media.during(async ({ fetch, shrink }) => {
        const picture = await fetch(url, signal);
        if (typeof picture === 'string') return picture;
        const copy = await shrink(picture, RELAY_PICTURE_MAX, signal);
        return copy ? toDataUrl(copy) : 'tooLarge';
      }),
    checkLink: async (url, signal) => {
      const found = await media.fetch(url, AbortSignal.any([signal, AbortSignal.timeout(LINK_CHECK)]));
      return typeof found === 'string' && !onlyHere.has(found) ? found : null;
    },
    drawMask: (mask, signal) =>
      media.during(async (pictures) => {
        const drawn = await drawMask(mask, pictures, signal);
        return typeof drawn === 'string' ? drawn : toDataUrl(drawn);
      }),
    dispatcher: proxy.dispatcher,
    deadlines,
    log,
  });
  opened.defer(closeSoon('the connection to the relay', relayClient.close));
  const relay = { ...relayClient, ...instruments.relay(MAIN_RELAY, relayClient) };

  const { imageDelivery, progressSeconds } = config;
  /** A button too many does no harm: it says that it is switched off. */
  const switchedOff = async (guildId: string | null) =>
    guildId === null
      ? []
      : store.policies.server(guildId).then(
          ({ off }) => off,
          () => [],
        );
  const capabilities = createRelayCapabilities({
    refusals: store.refusals,
    relay: address.origin,
    clock,
    switchedOff,
    log,
  });
  const presenter = createPresenter({
    restClients,
    media,
    imageDelivery,
    relayBase: address.base,
    progressSeconds,
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

  const engine = createEngine({
    relay,
    capabilities,
    store,
    presenter,
    clock,
    alerts,
    serverLog,
    log,
    limits: {
      concurrency: config.concurrency,
      memberMaxWaiting: config.memberMaxWaiting,
      deadline: config.deadlineMinutes * MINUTE,
    },
    signal: halt.signal,
    wake: () => poller.wake(),
    wakeUps: cluster.wakeUps,
    isGone: processes.isGone,
  });
  const poller = createPoller({
    list: relay.list,
    due: engine.due,
    seen: engine.seen,
    onListed(failure) {
      health.report('relay', failure === null, 'tasks cannot be listed');
      engine.looked(failure);
    },
    seconds: config.pollSeconds,
    log,
  });

  const leading = createLeading({ engine, cluster, wake: poller.wake, log });

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
    address,
    capabilities,
    secret,
    relay,
    media,
    restClients,
    presenter,
    serverLog,
    engine,
    self,
    cluster,
    processes,
    leading,
    maskPreviews,
    poller,
  };
}
