import fc from 'fast-check';
import type { Simulation } from './simulation.ts';

/** What happens to the one process that there is at a time. */
export const processEvents = [
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
];

export type ProcessEvent = (typeof processEvents)[number]['arbitrary'] extends fc.Arbitrary<infer E> ? E : never;

export function performOnProcess(simulation: Simulation, event: ProcessEvent): Promise<void> | void {
  switch (event.type) {
    case 'dieAt':
      return simulation.dieAt(event.writes, event.when);
    case 'stop':
      return simulation.stop();
    case 'restart':
      return simulation.restart();
  }
}

/** The process dies no more, and is there again. */
export async function recoverProcess(simulation: Simulation): Promise<void> {
  simulation.dieAt(Number.POSITIVE_INFINITY, 'before');
  if (!simulation.alive) await simulation.restart();
}
