import type { Config } from '../config.ts';
import { MAIN_RELAY } from '../domain/credits/charge.ts';
import type { MediaTrouble } from '../domain/pictures/media.ts';
import type { Log } from '../domain/ports/log.ts';
import { notifyAddress } from '../http/notify-address.ts';
import { createFetcher } from '../pictures/fetcher.ts';
import { drawMask } from '../pictures/mask.ts';
import { toDataUrl } from '../pictures/measure.ts';
import type { createProxy } from '../proxy/proxy.ts';
import { createRelay, type RelayDeadlines } from '../relay/client.ts';
import { relayAddress } from '../relay/http/address.ts';
import { closeSoon } from './close-soon.ts';
import type { Instruments } from './instruments.ts';

/** The largest picture that relays take, about 4 MB, in bytes. Of a larger one they get a smaller copy. */
const RELAY_PICTURE_MAX = 4_000_000;
/** How long a look at a link in a prompt may take, in ms. */
const LINK_CHECK = 8_000;
/** What may be so for us and not for Midjourney. */
const onlyHere: ReadonlySet<MediaTrouble> = new Set(['unreachable', 'failing', 'tooLarge']);
export type RelayParts = {
  readonly config: Config;
  /** In the address of callbacks. */
  readonly secret: string;
  readonly proxy: Pick<ReturnType<typeof createProxy>, 'dispatcher' | 'proxyFor'>;
  readonly opened: AsyncDisposableStack;
  readonly instruments: Pick<Instruments, 'relay'>;
  readonly deadlines: RelayDeadlines;
  readonly log: Log;
};

/** The relay that the operator has set up, and what fetches pictures for it and from it. */
export function openRelay({ config, secret, proxy, opened, instruments, deadlines, log }: RelayParts) {
  const address = relayAddress(config.relay.url, config.relay.mode);
  const media = createFetcher({
    trustedOrigins: [address.origin, new URL(config.discordApiUrl).origin],
    relayBase: address.base,
    dispatcher: proxy.dispatcher,
    proxyFor: proxy.proxyFor,
    log,
  });
  opened.defer(closeSoon('the fetcher of pictures', media.close));

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
  return { address, media, relay };
}
