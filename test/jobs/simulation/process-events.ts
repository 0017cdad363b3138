import fc from 'fast-check';
import { outerEvents, performOuter } from './events.ts';
import type { OneProcess, Simulation, World } from './simulation.ts';

const processEvents = [
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

/** What happens to a process, whichever of several it is. */
export const processEvent = fc.oneof(...processEvents);
type ProcessEvent = typeof processEvent extends fc.Arbitrary<infer E> ? E : never;

/** All that happens where there is one process at a time. */
export const events = [...outerEvents, ...processEvents];
type Event = (typeof events)[number]['arbitrary'] extends fc.Arbitrary<infer E> ? E : never;

export function performOnProcess(process: OneProcess, event: ProcessEvent): Promise<void> | void {
  switch (event.type) {
    case 'dieAt':
      return process.dieAt(event.writes, event.when);
    case 'stop':
      return process.stop();
    case 'restart':
      return process.restart();
  }
}

export function perform(simulation: World & OneProcess, event: Event): Promise<void> | void {
  switch (event.type) {
    case 'dieAt':
    case 'stop':
    case 'restart':
      return performOnProcess(simulation, event);
    default:
      return performOuter(simulation, event);
  }
}

/** The process dies no more, and is there again. */
export async function recoverProcess(simulation: Simulation): Promise<void> {
  simulation.dieAt(Number.POSITIVE_INFINITY, 'before');
  if (!simulation.alive) await simulation.restart();
}
