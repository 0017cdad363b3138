import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { comeToRest, sequenceOf } from './simulation/events.ts';
import { events, perform, recoverProcess } from './simulation/process-events.ts';
import { createSimulation } from './simulation/simulation.ts';

test('whatever happens in whatever order, what was asked, what was paid and what is shown agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      sequenceOf(fc.oneof(...events)),
      fc.boolean(),
      fc.boolean(),
      async (happening, listable, searchable) => {
        const simulation = createSimulation();
        simulation.relay.listable = listable;
        simulation.presenter.searchable = searchable;
        for (const event of happening) await perform(simulation, event);
        await comeToRest(simulation, () => recoverProcess(simulation));
        expect(audit(simulation)).toEqual([]);
        // Nobody else writes.
        expect(simulation.store.conflicts).toBe(0);
      },
    ),
    { numRuns: 3000 },
  );
}, 120_000);
