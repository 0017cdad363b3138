import type { Config } from '../config.ts';
import type { Services } from '../discord/handler.ts';
import { createSmallCopies } from '../discord/presenter/small-copy.ts';
import { createServerNames } from '../discord/rest/server-names.ts';
import { newServerGrant } from '../domain/policy/bot-policy.ts';
import type { Log } from '../domain/ports/log.ts';
import { drawUsage } from '../pictures/usage-chart.ts';
import { createDoctor } from './doctor.ts';
import type { Parts } from './parts.ts';
import { type KeyService, keyService } from './server-keys.ts';
import { createTaskLookup } from './task-lookup.ts';

/** What a thumbnail of a result may take: results have up to 4,096 pixels a side. Discord shows it with 80 pixels. */
const THUMBNAIL = { bytes: 25 * 1024 * 1024, pixels: 4_096 * 4_096, side: 160, inFlight: 3, ms: 10_000 };

/** What all handlers share. `commands` is the folder with them, as an absolute path. */
export function createServices(
  config: Config,
  log: Log,
  parts: Parts,
  commands: string,
  serverKeys?: KeyService,
): Services {
  const { newServers, retentionDays } = config;
  const { clock, engine, halt, maskPreviews, media, operator, presenter, restClients, serverLog, store } = parts;
  const smallCopy = createSmallCopies({ media, log }, THUMBNAIL);
  return {
    store,
    engine,
    presenter,
    serverLog,
    serverKeys: serverKeys ?? keyService(store.keys, parts.serverRelays),
    log,
    retentionDays,
    newGrant: (bot) => newServerGrant(bot, newServers),
    pictures: {
      region: (urls, choice) => maskPreviews.region(urls, choice, halt.signal),
      small: (url) => smallCopy(url, halt.signal),
      usage: drawUsage,
    },
    doctor: createDoctor(config, log, parts, commands),
    tryAlerts: operator.tryChannel,
    serverNames: createServerNames(restClients.bot, clock, log, halt.signal),
    tasksSeenFrom: createTaskLookup({ relayOf: engine.relay, log, stop: halt.signal }),
  };
}
