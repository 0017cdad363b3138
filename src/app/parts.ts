import { setMaxListeners } from 'node:events';
import type { Config } from '../config.ts';
import { createBoard } from '../discord/board.ts';
import { createRests } from '../discord/rest.ts';
import type { Log } from '../domain/ports.ts';
import { createRunner } from '../domain/runner.ts';
import { createHealth } from '../http/health.ts';
import { notifyAddress, notifySecret } from '../http/secret.ts';
import { toDataUrl } from '../pictures/data-url.ts';
import { createFetcher } from '../pictures/fetcher.ts';
import { drawMask } from '../pictures/mask.ts';
import { createSketches } from '../pictures/mask-preview.ts';
import { relayAddress } from '../relay/address.ts';
import { createRelay } from '../relay/client.ts';
import { createTicker } from '../relay/ticker.ts';
import { openStore } from '../store/store.ts';
import type { Closing } from './closing.ts';
import { watchListing } from './watch.ts';

const MINUTE = 60_000;
/** How long a stop waits for final messages on their way, in ms. */
const LAST_WORDS = 5_000;

export type Parts = Awaited<ReturnType<typeof createParts>>;

/** Everything that outlives one interaction, put together and not yet started. Throws StoreError, SetupError. */
export async function createParts(config: Config, log: Log, closing: Closing) {
  const clock = { now: () => Date.now() };
  const halt = new AbortController();
  // Every wait of the process listens to this one signal.
  setMaxListeners(0, halt.signal);
  const health = createHealth({ clock });
  health.report('gateway', false, 'starting');

  const store = await openStore({ url: config.storeUrl, log });
  closing.add(store.close);

  const address = relayAddress(config.relay.url, config.relay.mode);
  const media = createFetcher({ trustedOrigins: [address.origin, new URL(config.discordApiUrl).origin], log });
  closing.add(media.close);

  const secret = notifySecret(config.discordToken);
  const relay = createRelay({
    address,
    auth: config.relay.auth,
    key: config.relayKey,
    notifyHook: config.publicUrl ? notifyAddress(config.publicUrl, secret) : '',
    async readPicture(url, signal) {
      const picture = await media.fetch(url, signal);
      return typeof picture === 'string' ? picture : toDataUrl(picture);
    },
    async drawMask(mask, signal) {
      const drawn = await drawMask(mask, media, signal);
      return typeof drawn === 'string' ? drawn : toDataUrl(drawn);
    },
    log,
  });
  closing.add(relay.close);

  const rests = createRests({ apiUrl: config.discordApiUrl, botToken: config.discordToken });
  closing.add(rests.close);
  const { imageDelivery, progressSeconds } = config;
  const board = createBoard({ rests, media, imageDelivery, progressSeconds, clock, log, stopMs: LAST_WORDS });

  const runner = createRunner({
    relay,
    store,
    board,
    clock,
    log,
    limits: {
      concurrency: config.concurrency,
      memberMaxWaiting: config.memberMaxWaiting,
      deadline: config.deadlineMinutes * MINUTE,
    },
    signal: halt.signal,
    wake: () => ticker.wake(),
  });
  const ticker = createTicker({
    list: watchListing(relay.list, health),
    due: runner.due,
    seen: runner.seen,
    seconds: config.pollSeconds,
    log,
  });

  const sketches = createSketches(media);
  return { clock, halt, health, store, address, secret, relay, rests, board, runner, sketches, ticker };
}
