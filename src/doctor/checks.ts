import type { Config } from '../config.ts';
import { type CreateDispatcher, createProxy } from '../proxy/proxy.ts';
import type { Check } from './check.ts';
import { applicationFindings, ask, openDiscord, tokenFindings } from './discord.ts';
import { openRelay, relayFindings } from './relay.ts';
import { type ReadSettings, readSettings, type SettingsSource } from './settings.ts';

/** The checks, in the order in which they are told, and what must be closed when they have ended. */
export type OpenChecks = { readonly checks: readonly Check[]; close(): Promise<void> };

/** The check of the settings, which says already what came of it. */
function settingsCheck({ findings }: ReadSettings): Check {
  return { id: 'settings', needs: [], run: async () => findings };
}

/** The checks of a Darkroom that would be started with these settings. `offline`: only those that ask nobody. */
export async function openChecks(source: SettingsSource, offline: boolean): Promise<OpenChecks> {
  const settings = await readSettings(source);
  const { config } = settings;
  if (!config || offline) return { checks: [settingsCheck(settings)], close: async () => {} };
  const { dispatcher } = createProxy(config.proxy);
  const discord = discordChecks(config, dispatcher);
  const relay = relayCheck(config, dispatcher);
  return {
    checks: [settingsCheck(settings), ...discord.checks, ...relay.checks],
    async close() {
      await discord.close();
      await relay.close();
    },
  };
}

function discordChecks(
  { discordApiUrl, discordToken, allowedGuilds, newServers }: Config,
  dispatcher: CreateDispatcher,
): OpenChecks {
  const { facts, host, close } = openDiscord({ apiUrl: discordApiUrl, token: discordToken, dispatcher });
  const allowsAll = allowedGuilds === null && newServers === 'open';
  return {
    checks: [
      {
        id: 'token',
        needs: ['settings'],
        async run(signal) {
          const me = await ask(host, signal, facts.me);
          return 'trouble' in me ? [me.trouble] : tokenFindings(me.known);
        },
      },
      {
        id: 'application',
        needs: ['token'],
        async run(signal) {
          const application = await ask(host, signal, facts.application);
          return 'trouble' in application
            ? [application.trouble]
            : applicationFindings(application.known, { allowsAll });
        },
      },
    ],
    close,
  };
}

function relayCheck({ relay: { url, mode, auth }, relayKey }: Config, dispatcher: CreateDispatcher): OpenChecks {
  const relay = openRelay({ url, mode, auth, key: relayKey, dispatcher });
  return {
    checks: [{ id: 'relay', needs: ['settings'], run: (signal) => relayFindings(relay, signal) }],
    close: relay.examination.close,
  };
}
