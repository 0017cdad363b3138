import type { Config } from '../config.ts';
import { parseStoreUrl, storeName } from '../lib/store-address.ts';

export type Readiness = {
  readonly version: string;
  /** The bot as Discord knows it: its name, and in how many servers it is. */
  readonly bot: { readonly name: string; readonly servers: number };
  readonly settings: Pick<Config, 'publicUrl' | 'storeUrl'>;
  /** Where the relays answer, in the order of preference. */
  readonly relays: readonly string[];
  /** Where the proxy is through which both are reached, null for none. */
  readonly proxy: string | null;
};

/** What the log says once members are heard: who is running here, with what. */
export function readyLine({ version, bot, settings, relays, proxy }: Readiness): string {
  const store = storeName(parseStoreUrl(settings.storeUrl));
  const servers = `${bot.servers} ${bot.servers === 1 ? 'server' : 'servers'}`;
  const callbacks = settings.publicUrl === null ? 'no callbacks' : `callbacks at ${settings.publicUrl}`;
  const through = proxy === null ? '' : `, through the proxy ${proxy}`;
  const hosts = relays.map((relay) => new URL(relay).host).join(' and ');
  return `Darkroom ${version} is ready: ${bot.name} in ${servers}, ${relays.length === 1 ? 'relay' : 'relays'} ${hosts}, store ${store}, ${callbacks}${through}`;
}
