import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { comeToRest, sequenceOf, submitBehaviour } from './simulation/events.ts';
import { events, perform, recoverProcess } from './simulation/process-events.ts';
import { createSimulation } from './simulation/simulation.ts';

const anyEvent = fc.oneof(...events, {
  weight: 8,
  arbitrary: fc.record({ type: fc.constant('elsewhere' as const), behaviour: submitBehaviour }),
});

test('whatever two relays answer, nothing is made twice, and each is asked about its own tasks alone', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(sequenceOf(anyEvent), fc.boolean(), async (happening, listable) => {
      const simulation = createSimulation({ relays: ['main', 'backup'] });
      simulation.relay.listable = listable;
      for (const event of happening) {
        if (event.type === 'elsewhere') simulation.relay.behavioursElsewhere.push(event.behaviour);
        else await perform(simulation, event);
      }
      await comeToRest(simulation, () => recoverProcess(simulation));
      expect(audit(simulation)).toEqual([]);
      if (simulation.relay.posts.some(({ relay }) => relay === 'backup')) moved += 1;
    }),
    { numRuns: 1500 },
  );
  expect(moved).toBeGreaterThan(500);
}, 120_000);
