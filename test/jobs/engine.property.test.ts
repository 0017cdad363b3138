import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { comeToRest, outerEvents, performOuter } from './simulation/events.ts';
import { performOnProcess, processEvents, recoverProcess } from './simulation/process-events.ts';
import { createSimulation, type Simulation } from './simulation/simulation.ts';

const anyEvent = fc.oneof(...outerEvents, ...processEvents);
type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

function perform(simulation: Simulation, event: Event): Promise<void> | void {
  switch (event.type) {
    case 'dieAt':
    case 'stop':
    case 'restart':
      return performOnProcess(simulation, event);
    default:
      return performOuter(simulation, event);
  }
}

test('whatever happens in whatever order, what was asked, what was paid and what is shown agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 5, maxLength: 60, size: 'max' }),
      fc.boolean(),
      fc.boolean(),
      async (events, listable, searchable) => {
        const simulation = createSimulation();
        simulation.relay.listable = listable;
        simulation.presenter.searchable = searchable;
        for (const event of events) await perform(simulation, event);
        await comeToRest(simulation, () => recoverProcess(simulation));
        expect(audit(simulation)).toEqual([]);
        // Nobody else writes.
        expect(simulation.store.conflicts).toBe(0);
      },
    ),
    { numRuns: 3000 },
  );
}, 120_000);
