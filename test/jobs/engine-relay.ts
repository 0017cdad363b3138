import type { Relay } from '../../src/domain/ports/relay.ts';
import type { Refusals } from '../../src/domain/ports/store.ts';
import { createRelayCapabilities } from '../../src/jobs/relay-capabilities.ts';
import type { EngineRelay } from '../../src/jobs/relays.ts';
import { sampleClock } from '../sample-clock.ts';
import { silentLog } from '../store/sample-records.ts';
import { createSimulatedProcess } from './simulation/process.ts';
import { createSimulatedRelay } from './simulation/relay.ts';

/** What is remembered of no relay. */
const nothing: Refusals = { all: async () => [], add: async () => {} };

/** A relay that jobs may go to, played in memory. `refusals` is what is remembered of it. */
export function playEngineRelay(name: string, refusals: Refusals = nothing): EngineRelay {
  const port: Relay = createSimulatedRelay([name]).portFor(createSimulatedProcess('process'));
  const clock = sampleClock();
  const capabilities = createRelayCapabilities({
    refusals,
    relay: name,
    clock,
    switchedOff: async () => [],
    log: silentLog,
  });
  return { name, isListed: true, slots: 3, port, capabilities };
}
