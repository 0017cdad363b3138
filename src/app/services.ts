import type { Config } from '../config.ts';
import type { Services } from '../discord/handler.ts';
import { TASK_WAIT } from '../discord/rest/deadlines.ts';
import { createServerNames } from '../discord/rest/server-names.ts';
import { RelayError, UserError } from '../domain/failures/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import { drawUsage } from '../pictures/usage-chart.ts';
import type { Parts } from './parts.ts';

/** What all handlers share. */
export function createServices({ retentionDays }: Pick<Config, 'retentionDays'>, log: Log, parts: Parts): Services {
  const { clock, engine, halt, maskPreviews, operator, presenter, relay, restClients, serverLog, store } = parts;
  return {
    store,
    engine,
    presenter,
    serverLog,
    log,
    retentionDays,
    pictures: { region: (urls, choice) => maskPreviews.region(urls, choice, halt.signal), usage: drawUsage },
    tryAlerts: operator.tryChannel,
    serverNames: createServerNames(restClients.bot, clock, log, halt.signal),
    peekTask: (taskId) => relay.fetch(taskId, AbortSignal.timeout(TASK_WAIT)).catch(() => null),
    fetchTask: (taskId) =>
      relay.fetch(taskId, halt.signal).catch((cause: unknown) => {
        log.info({ cause }, 'a task could not be asked after');
        const isRefusal = cause instanceof RelayError && cause.refusal !== null;
        throw new UserError(isRefusal ? { kind: 'operator', detail: '' } : { kind: 'unreachable' });
      }),
    seed: (taskId) => relay.seed(taskId, halt.signal),
  };
}
