import type { Config } from '../config.ts';
import { loadHandlers } from '../discord/router/load-handlers.ts';
import { parseStoreUrl } from '../lib/store-address.ts';
import { createProxy } from '../proxy/proxy.ts';
import { openRelay } from './asked-relay.ts';
import { callbackFindings } from './callbacks.ts';
import type { Check } from './check.ts';
import { openDiscord } from './discord.ts';
import { discordChecks } from './discord-checks.ts';
import { discordTargets, proxyFindings } from './proxy.ts';
import { relayFindings } from './relay.ts';
import type { ReadSettings } from './settings.ts';
import { storeFindings } from './store.ts';

/** The checks, in the order in which they are told, and what must be closed when they have ended. */
export type OpenChecks = { readonly checks: readonly Check[]; close(): Promise<void> };

/** The check of the settings, which says already what came of it. */
function settingsCheck({ findings }: ReadSettings): Check {
  return { id: 'settings', needs: [], run: async () => findings };
}

/**
 * The checks of a Darkroom that would be started with these settings and the handlers of a folder. `offline`: only those that ask
 * nobody.
 */
export async function openChecks(settings: ReadSettings, folder: string, offline: boolean): Promise<OpenChecks> {
  const { config } = settings;
  if (!config) return { checks: [settingsCheck(settings)], close: async () => {} };
  const store: Check = { id: 'store', needs: ['settings'], run: (signal) => storeFindings(config.storeUrl, signal) };
  const local = [settingsCheck(settings), store];
  if (offline) return { checks: asksNobody(config) ? local : [settingsCheck(settings)], close: async () => {} };
  // It takes a while the first time, in which no answer could be heard: so before anybody is asked.
  await loadHandlers(folder);
  const { checks, close } = openRemoteChecks(config, folder, false);
  return { checks: [...local, ...checks], close };
}

/** Whether the store is on this computer, and no server. */
function asksNobody({ storeUrl }: Pick<Config, 'storeUrl'>): boolean {
  const { kind } = parseStoreUrl(storeUrl);
  return kind === 'sqlite' || kind === 'memory';
}

/** The checks that ask somebody. `isRunning`: whether it is a running bot that asks. */
export function openRemoteChecks(config: Config, folder: string, isRunning: boolean): OpenChecks {
  const { discordApiUrl: apiUrl, discordToken: token, relays, publicUrl, port, pollSeconds } = config;
  const { dispatcher, proxyFor, host } = createProxy(config.proxy);
  const access = { apiUrl, token, dispatcher };
  const discord = openDiscord(access);
  const asked = relays.map(({ name, url, mode, auth, key }) => {
    const called = relays.length > 1 ? name : null;
    return { called, ...openRelay({ called, url, mode, auth, key, dispatcher }) };
  });
  const targets = [...discordTargets(apiUrl), ...asked.map(({ origin }) => new URL(origin))];
  const callbacks = { publicUrl, port, pollSeconds, token, dispatcher, isRunning };
  const needs = ['settings'] as const;
  const proxy: Check = { id: 'proxy', needs, run: (signal) => proxyFindings({ proxyFor, targets }, signal) };
  return {
    checks: [
      ...(host === null ? [] : [proxy]),
      ...discordChecks({
        access,
        discord,
        commands: { folder, hasOperators: config.operators.size > 0 },
        serving: { allowedGuilds: config.allowedGuilds, servesNew: config.newServers === 'open' },
      }),
      ...asked.map(({ called, ...relay }): Check => {
        return { id: 'relay', relay: called, needs, run: (signal) => relayFindings(relay, signal) };
      }),
      { id: 'callbacks', needs, run: (signal) => callbackFindings(callbacks, signal) },
    ],
    async close() {
      await discord.close();
      await Promise.all(asked.map(({ examination }) => examination.close()));
    },
  };
}
