import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { type ClusterSimulation, createClusterSimulation, type Fallback, type Place } from './simulation/cluster.ts';
import { comeToRest, outerEvents, performOuter } from './simulation/events.ts';

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
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('dieAt' as const),
      place,
      writes: fc.nat(12),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const), place }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('restart' as const), place }) },
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
    case 'dieAt':
      return simulation.dieAt(event.place, event.writes, event.when);
    case 'stop':
      return simulation.stop(event.place);
    case 'restart':
      return simulation.restart(event.place);
    default:
      return performOuter(simulation, event);
  }
}

async function recover(simulation: ClusterSimulation): Promise<void> {
  simulation.dieAt(0, Number.POSITIVE_INFINITY, 'before');
  simulation.dieAt(1, Number.POSITIVE_INFINITY, 'before');
  await simulation.notice();
  await simulation.restart(1);
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
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 5, maxLength: 60, size: 'max' }),
      fc.boolean(),
      fc.boolean(),
      async (events, listable, searchable) => {
        const simulation = createClusterSimulation();
        simulation.relay.listable = listable;
        simulation.presenter.searchable = searchable;
        await simulation.lead(0, 'handover');
        for (const event of events) await perform(simulation, event);
        await comeToRest(simulation, () => recover(simulation));
        await simulation.heal();
        expect(wrongsOf(simulation)).toEqual([]);
      },
    ),
    { numRuns: 2000 },
  );
}, 240_000);
