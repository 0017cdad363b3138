import type { WatchedProcess } from './running.ts';

/** What an operator reads of the processes on a store, and whether all is well with them. */
export type ProcessLines = { readonly lines: readonly string[]; readonly isWell: boolean };

/** One line for each process, and one that says who leads. */
export function processLines(processes: readonly WatchedProcess[]): ProcessLines {
  if (processes.length === 0) return { lines: ['No process uses this store.'], isWell: true };
  const lines = processes
    .toSorted((one, other) => Number(other.leader) - Number(one.leader))
    .map(({ id, version, leader, lives }) => {
      const role = leader ? 'leads' : 'does not lead';
      return `${id}  Darkroom ${version}  ${role}${lives ? '' : ', and stands still'}`;
    });
  const isLed = processes.some(({ leader, lives }) => leader && lives);
  const isStill = processes.some(({ lives }) => !lives);
  return {
    lines: [
      ...lines,
      ...(isStill ? ['What stands still was killed, is frozen, or does not reach the store.'] : []),
      ...(isLed ? [] : ['Nobody leads: members are answered where a process lives, and their jobs wait.']),
    ],
    isWell: isLed && !isStill,
  };
}
