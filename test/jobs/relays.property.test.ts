import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { comeToRest, outerEvents, performOuter, submitBehaviour } from './simulation/events.ts';
import { performOnProcess, processEvents, recoverProcess } from './simulation/process-events.ts';
import { createSimulation, type Simulation } from './simulation/simulation.ts';

const anyEvent = fc.oneof(...outerEvents, ...processEvents, {
  weight: 8,
  arbitrary: fc.record({ type: fc.constant('elsewhere' as const), behaviour: submitBehaviour }),
});
type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

function perform(simulation: Simulation, event: Event): Promise<void> | void {
  switch (event.type) {
    case 'elsewhere':
      simulation.relay.behavioursElsewhere.push(event.behaviour);
      return;
    case 'dieAt':
    case 'stop':
    case 'restart':
      return performOnProcess(simulation, event);
    default:
      return performOuter(simulation, event);
  }
}

test('whatever two relays answer, nothing is made twice, and each is asked about its own tasks alone', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 5, maxLength: 60, size: 'max' }),
      fc.boolean(),
      async (events, listable) => {
        const simulation = createSimulation({ relays: ['main', 'backup'] });
        simulation.relay.listable = listable;
        for (const event of events) await perform(simulation, event);
        await comeToRest(simulation, () => recoverProcess(simulation));
        expect(audit(simulation)).toEqual([]);
        if (simulation.relay.posts.some(({ relay }) => relay === 'backup')) moved += 1;
      },
    ),
    { numRuns: 1500 },
  );
  expect(moved).toBeGreaterThan(500);
}, 120_000);
