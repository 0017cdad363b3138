import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { comeToRest, outerEvents, performOuter } from './simulation/events.ts';
import { createSimulation, type Simulation } from './simulation/simulation.ts';

const anyEvent = fc.oneof(
  ...outerEvents,
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('dieAt' as const),
      writes: fc.nat(12),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
);
type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

function perform(simulation: Simulation, event: Event): Promise<void> | void {
  switch (event.type) {
    case 'dieAt':
      return simulation.dieAt(event.writes, event.when);
    case 'stop':
      return simulation.stop();
    case 'restart':
      return simulation.restart();
    default:
      return performOuter(simulation, event);
  }
}

async function recover(simulation: Simulation): Promise<void> {
  simulation.dieAt(Number.POSITIVE_INFINITY, 'before');
  if (!simulation.alive) await simulation.restart();
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
        await comeToRest(simulation, () => recover(simulation));
        expect(audit(simulation)).toEqual([]);
        // Nobody else writes.
        expect(simulation.store.conflicts).toBe(0);
      },
    ),
    { numRuns: 3000 },
  );
}, 120_000);
