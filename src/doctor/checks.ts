import type { Config } from '../config.ts';
import { createProxy } from '../proxy/proxy.ts';
import { openRelay } from './asked-relay.ts';
import type { Check } from './check.ts';
import { openDiscord } from './discord.ts';
import { discordChecks } from './discord-checks.ts';
import { relayFindings } from './relay.ts';
import { type ReadSettings, readSettings, type SettingsSource } from './settings.ts';
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
export async function openChecks(source: SettingsSource, folder: string, offline: boolean): Promise<OpenChecks> {
  const settings = readSettings(source);
  const { config } = settings;
  if (!config) return { checks: [settingsCheck(settings)], close: async () => {} };
  const others = offline ? { checks: [], close: async () => {} } : remoteChecks(config, folder);
  return { checks: [settingsCheck(settings), ...others.checks, storeCheck(config)], close: others.close };
}

function storeCheck({ storeUrl }: Config): Check {
  return { id: 'store', needs: ['settings'], run: (signal) => storeFindings(storeUrl, signal) };
}

/** The checks that ask somebody. */
function remoteChecks(config: Config, folder: string): OpenChecks {
  const { discordApiUrl: apiUrl, discordToken: token, relay, relayKey: key } = config;
  const { dispatcher } = createProxy(config.proxy);
  const access = { apiUrl, token, dispatcher };
  const discord = openDiscord(access);
  const asked = openRelay({ url: relay.url, mode: relay.mode, auth: relay.auth, key, dispatcher });
  return {
    checks: [
      ...discordChecks({
        access,
        discord,
        commands: { folder, hasOperators: config.operators.size > 0 },
        serving: { allowedGuilds: config.allowedGuilds, servesNew: config.newServers === 'open' },
      }),
      { id: 'relay', needs: ['settings'], run: (signal) => relayFindings(asked, signal) },
    ],
    async close() {
      await discord.close();
      await asked.examination.close();
    },
  };
}
