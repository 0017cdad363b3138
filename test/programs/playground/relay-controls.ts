import type { Exchange, ProfileName } from '../../emulator/relay/options.ts';
import { createRelay, type EmulatedRelay } from '../../emulator/relay/server.ts';
import { createPacer } from './task-pacer.ts';
import { viewExchange } from './views.ts';
import { type ExchangeView, paces, type Switches } from './wire.ts';

const CHECK_MS = 150;
const REMEMBERED = 200;

export type RelayControls = Awaited<ReturnType<typeof openRelayControls>>;

type Parts = {
  readonly pictureSize: number;
  readonly haste: number;
  readonly switches: Switches;
  readonly onExchange: (exchange: ExchangeView) => void;
};

/** The relay behind the page's switches: another profile is another relay at the same address, with tasks of its own. */
export async function openRelayControls({ pictureSize, haste, switches: first, onExchange }: Parts) {
  let switches = first;
  let count = 0;
  /** How many callbacks of each relay were told. */
  const heard = new Map<EmulatedRelay, number>();
  const exchanges: ExchangeView[] = [];
  let relay = await create(first.profile, 0);
  const port = Number(new URL(relay.url).port);
  const relays = new Map([[first.profile, relay]]);
  const pacer = createPacer(
    () => relay,
    () => {
      const ms = paces[switches.pace];
      return ms === null ? null : ms / haste;
    },
  );

  function create(profile: ProfileName, at: number): Promise<EmulatedRelay> {
    const told = (exchange: Exchange) => note(exchange, false);
    return createRelay({ profile, port: at, manual: true, callbacks: true, pictureSize, onExchange: told });
  }

  function note(exchange: Exchange, callback: boolean): void {
    count += 1;
    const view = viewExchange(count, exchange, callback);
    exchanges.push(view);
    if (exchanges.length > REMEMBERED) exchanges.shift();
    onExchange(view);
  }

  /** Callbacks are what the relay asks of us. */
  const timer = setInterval(() => {
    for (const { url, body, at, status } of relay.callbacks.slice(heard.get(relay) ?? 0)) {
      note(
        { method: 'POST', path: new URL(url).pathname, asked: JSON.parse(body), status, answer: null, at, ms: 0 },
        true,
      );
    }
    heard.set(relay, relay.callbacks.length);
  }, CHECK_MS);

  return {
    url: relay.url,
    key: relay.key,
    exchanges,
    relay: () => relay,
    switches: () => switches,

    /** Makes the relay what the switches say. One that is switched away from stands still, and goes on when it is back. */
    async turn(next: Switches): Promise<void> {
      if (next.profile !== switches.profile) {
        await relay.down(true);
        relay = relays.get(next.profile) ?? (await create(next.profile, port));
        relays.set(next.profile, relay);
      }
      switches = next;
      await relay.down(next.relayDown);
      if (next.loseCallbacks) relay.faults.always('callback', 'drop');
      else relay.faults.clear('callback');
    },

    async close(): Promise<void> {
      clearInterval(timer);
      pacer.stop();
      await Promise.all([...relays.values()].map((one) => one.close()));
    },
  };
}
