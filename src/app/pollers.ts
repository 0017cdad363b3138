import type { Log } from '../domain/ports/log.ts';
import type { Engine } from '../jobs/engine.ts';
import { createPoller, type Poller } from '../relay/tasks/poller.ts';
import type { OpenRelay } from './relays.ts';
import type { Health } from './watch.ts';

export type PollersParts = {
  readonly relays: readonly Pick<OpenRelay, 'config' | 'port'>[];
  readonly engine: Pick<Engine, 'due' | 'seen' | 'looked'>;
  readonly health: Health;
  /** The time between two ticks, possibly a fraction. */
  readonly seconds: number;
  readonly log: Log;
};

/** What asks the operator's relays about tasks, each about its own. All of them must answer for the health to be good. */
export function createPollers({ relays, engine, health, seconds, log }: PollersParts): readonly Poller[] {
  const unlisted = new Set<string>();
  return relays.map(({ config: { name }, port }) =>
    createPoller({
      list: port.list,
      due: () => engine.due(name),
      seen: engine.seen,
      onListed(failure) {
        if (failure === null) unlisted.delete(name);
        else unlisted.add(name);
        health.report('relay', unlisted.size === 0, 'tasks cannot be listed');
        engine.looked(name, failure);
      },
      seconds,
      log,
    }),
  );
}
