import type { Config } from '../config.ts';
import { parseStoreUrl, storeName } from '../lib/store-address.ts';

export type Readiness = {
  readonly version: string;
  /** The bot as Discord knows it: its name, and in how many servers it is. */
  readonly bot: { readonly name: string; readonly servers: number };
  readonly settings: Pick<Config, 'publicUrl' | 'storeUrl'>;
  /** Where the relay answers. */
  readonly relay: string;
  /** Where the proxy is through which both are reached, null for none. */
  readonly proxy: string | null;
};

/** What the log says once members are heard: who is running here, with what. */
export function readyLine({ version, bot, settings, relay, proxy }: Readiness): string {
  const store = storeName(parseStoreUrl(settings.storeUrl));
  const servers = `${bot.servers} ${bot.servers === 1 ? 'server' : 'servers'}`;
  const callbacks = settings.publicUrl === null ? 'no callbacks' : `callbacks at ${settings.publicUrl}`;
  const through = proxy === null ? '' : `, through the proxy ${proxy}`;
  return `Darkroom ${version} is ready: ${bot.name} in ${servers}, relay ${new URL(relay).host}, store ${store}, ${callbacks}${through}`;
}
