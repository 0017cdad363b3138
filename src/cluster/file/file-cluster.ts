import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import { openFileLeadership } from './leadership.ts';
import { openFilePresence } from './presence.ts';
import { openFileWakeUps } from './wake-ups.ts';

/** The files of a cluster. The caller sees to it that everybody who means the same store comes to the same paths. */
export type FileClusterPaths = {
  readonly lockFile: string;
  readonly wakeFile: string;
  /** The lock by which a process, of this id, shows that it lives. */
  readonly presenceFile: (id: string) => string;
};

/** For several processes of one machine on one file. Rejects as Node and SQLite do when its files cannot be made. */
export async function openFileCluster({
  lockFile,
  wakeFile,
  presenceFile,
  id,
  log,
}: FileClusterPaths & { readonly id: string; readonly log: Log }): Promise<Cluster> {
  await using opened = new AsyncDisposableStack();
  const presence = await openFilePresence(id, presenceFile);
  opened.defer(presence.close);
  const wakeUps = await openFileWakeUps(wakeFile, log);
  opened.defer(wakeUps.close);
  const leadership = await openFileLeadership(lockFile, log);
  opened.defer(leadership.leave);
  const parts = opened.move();
  return { leadership, wakeUps, deliveries: null, isGone: presence.isGone, close: () => parts.disposeAsync() };
}
