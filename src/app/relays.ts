import type { Config, RelayConfig } from '../config.ts';
import { MAIN_RELAY } from '../domain/job/task-key.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';
import type { RelaySetup } from '../domain/relay-setup.ts';
import { notifyAddress, notifySecret } from '../http/notify-address.ts';
import { createFetcher } from '../pictures/fetcher.ts';
import type { createProxy } from '../proxy/proxy.ts';
import { createRelay, type RelayDeadlines } from '../relay/client.ts';
import { type RelayAddress, relayAddress } from '../relay/http/address.ts';
import { createNamedRelay } from '../relay/named-relay.ts';
import { closeSoon } from './close-soon.ts';
import type { Instruments } from './instruments.ts';
import { relayPictures } from './relay-pictures.ts';

/** One relay of the operator's. `port` and `setup` ask the same service. */
export type OpenRelay = {
  readonly config: RelayConfig;
  readonly address: RelayAddress;
  /** Knows tasks by their names among all relays. */
  readonly port: Relay;
  readonly setup: RelaySetup;
};

export type RelayParts = {
  readonly config: Config;
  readonly proxy: Pick<ReturnType<typeof createProxy>, 'dispatcher' | 'proxyFor'>;
  readonly opened: AsyncDisposableStack;
  readonly instruments: Pick<Instruments, 'relay'>;
  readonly deadlines: RelayDeadlines;
  readonly log: Log;
};

/** The relays that the operator has set up, in the order of preference, and what fetches pictures for them and from them. */
export function openRelays({ config, proxy, opened, instruments, deadlines, log }: RelayParts) {
  const addresses = config.relays.map(({ url, mode }) => relayAddress(url, mode));
  const media = createFetcher({
    trustedOrigins: [...addresses.map(({ origin }) => origin), new URL(config.discordApiUrl).origin],
    relayBase: baseOf(config),
    dispatcher: proxy.dispatcher,
    proxyFor: proxy.proxyFor,
    log,
  });
  opened.defer(closeSoon('the fetcher of pictures', media.close));

  const pictures = relayPictures(media);

  function openRelay(own: RelayConfig): OpenRelay {
    const address = relayAddress(own.url, own.mode);
    const { publicUrl } = config;
    const client = createRelay({
      address,
      auth: own.auth,
      key: own.key,
      searchCharges: own.searchCharges,
      notifyHook: publicUrl ? notifyAddress(publicUrl, notifySecret(config.discordToken, own.name)) : '',
      ...pictures,
      dispatcher: proxy.dispatcher,
      deadlines,
      log,
    });
    opened.defer(closeSoon(`the connection to the relay ${own.name}`, client.close));
    const port = createNamedRelay(own.name, address.base, instruments.relay(own.name, client));
    return { config: own, address, port, setup: client };
  }

  return { media, pictures, relays: config.relays.map(openRelay) };
}

/** Where the relay `main` answers, the only one whose pictures may have been given the address of its server from within. */
function baseOf({ relays }: Pick<Config, 'relays'>): string {
  const main = relays.find(({ name }) => name === MAIN_RELAY);
  return main ? relayAddress(main.url, main.mode).base : '';
}
