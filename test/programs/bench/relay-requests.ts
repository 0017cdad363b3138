import type { EmulatedRelay } from '../../emulator/relay/server.ts';

/** Reads in a relay's ledger, as it grows, how a bot asks after the tasks that the relay has now. */
export function watchAsking({ requests, tasks }: Pick<EmulatedRelay, 'requests' | 'tasks'>) {
  const waited = new Set(tasks.keys());
  const [first] = waited;
  const rounds: number[] = [];
  let read = 0;
  let completedAt: number | null = null;

  function look(): void {
    for (const { ids = [], at } of requests.slice(read)) {
      for (const id of ids) {
        waited.delete(id);
        if (id === first) rounds.push(read);
      }
      if (waited.size === 0) completedAt ??= at;
      read += 1;
    }
  }

  return {
    /** When each task had been asked after, in Unix ms; null before that. */
    completedAt(): number | null {
      look();
      return completedAt;
    },
    /** Places in the ledger where a round of asking began. */
    rounds(): readonly number[] {
      look();
      return rounds;
    },
  };
}
