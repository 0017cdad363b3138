import { readFileSync, statfsSync } from 'node:fs';

/** A file system in memory that Linux has. */
const MEMORY = '/dev/shm';
/** What the folders of all tests that run at once need, in bytes, with room to spare. */
const ROOM = 4 * 1024 ** 3;

/**
 * Where tests put their folders: in memory, where there is room and programs can be run from there, so that a slow disk makes none of
 * their many databases slow; undefined for the usual place.
 */
export function scratchFolder(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    const flags = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .findLast(([, place]) => place === MEMORY)?.[3];
    return bavail * bsize >= ROOM && !flags?.split(',').includes('noexec') ? MEMORY : undefined;
  } catch {
    return undefined;
  }
}
