import { join } from 'node:path';
import type { ClusterAddress } from '../../src/cluster/cluster.ts';
import type { ServerAddress } from '../../src/lib/store-address.ts';

/** Where the processes of a test meet, as text that one of them can hand to another. */
export type MeetingPlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly folder: string }
  | ServerAddress;

export function addressOf(place: MeetingPlace): ClusterAddress {
  if (place.kind !== 'sqlite') return place;
  const file = join(place.folder, 'store.sqlite');
  return {
    kind: 'sqlite',
    lockFile: `${file}.lock`,
    wakeFile: wakeFile(place.folder),
    presenceFile: (id) => `${file}.process-${id}`,
  };
}

/** The file of the wake-ups in a folder. */
export function wakeFile(folder: string): string {
  return join(folder, 'store.sqlite.wake');
}
