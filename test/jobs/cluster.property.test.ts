import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { type ClusterSimulation, createClusterSimulation, type Fallback, type Place } from './simulation/cluster.ts';
import { comeToRest, outerEvents, performOuter, sequenceOf } from './simulation/events.ts';
import { performOnProcess, processEvent } from './simulation/process-events.ts';

const place = fc.constantFrom<Place>(0, 1);

const anyEvent = fc.oneof(
  ...outerEvents,
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('reach' as const),
      place,
      fallback: fc.constantFrom<Fallback>('unanswered', 'unanswered', 'atOnce'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('lead' as const),
      place,
      how: fc.constantFrom('handover' as const, 'lost' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('notice' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('loseWakeUps' as const) }) },
  {
    weight: 11,
    arbitrary: fc.record({ type: fc.constant('process' as const), place, event: processEvent }),
  },
);
type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

function perform(simulation: ClusterSimulation, event: Event): Promise<void> | void {
  switch (event.type) {
    case 'reach':
      return simulation.reach(event.place, event.fallback);
    case 'lead':
      return simulation.lead(event.place, event.how);
    case 'notice':
      return simulation.notice();
    case 'loseWakeUps':
      return simulation.loseWakeUps();
    case 'process':
      return performOnProcess(simulation.at(event.place), event.event);
    default:
      return performOuter(simulation, event);
  }
}

async function recover(simulation: ClusterSimulation): Promise<void> {
  simulation.at(0).dieAt(Number.POSITIVE_INFINITY, 'before');
  simulation.at(1).dieAt(Number.POSITIVE_INFINITY, 'before');
  await simulation.notice();
  await simulation.at(1).restart();
}

/**
 * Of two that lead at once, the one that does not know it may show less than there is; nobody pays for that.
 */
function wrongsOf(simulation: ClusterSimulation): readonly string[] {
  const wrongs = audit(simulation);
  if (!simulation.hasOverlapped) return wrongs;
  return wrongs.filter((wrong) => !/ says for ever that | showed progress after its end$/.test(wrong));
}

test('whatever happens to two processes of one bot, what was asked, what was paid and what is shown agree', async () => {
  await fc.assert(
    fc.asyncProperty(sequenceOf(anyEvent), fc.boolean(), fc.boolean(), async (events, listable, searchable) => {
      const simulation = createClusterSimulation();
      simulation.relay.listable = listable;
      simulation.presenter.searchable = searchable;
      await simulation.lead(0, 'handover');
      for (const event of events) await perform(simulation, event);
      await comeToRest(simulation, () => recover(simulation));
      await simulation.heal();
      expect(wrongsOf(simulation)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
}, 240_000);
