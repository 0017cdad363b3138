import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import { openFileLeadership } from './leadership.ts';
import { openFileWakeUps } from './wake-ups.ts';

/** The files of a cluster. The caller sees to it that everybody who means the same store comes to the same paths. */
export type FileClusterPaths = { readonly lockFile: string; readonly wakeFile: string };

/** For several processes of one machine on one file. Rejects as Node and SQLite do when its files cannot be made. */
export async function openFileCluster({
  lockFile,
  wakeFile,
  log,
}: FileClusterPaths & { readonly log: Log }): Promise<Cluster> {
  const leadership = await openFileLeadership(lockFile, log);
  const wakeUps = await openFileWakeUps(wakeFile, log).catch(async (error) => {
    await leadership.leave();
    throw error;
  });
  return {
    leadership,
    wakeUps,
    async close() {
      await leadership.leave();
      await wakeUps.close();
    },
  };
}
