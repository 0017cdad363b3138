import { writeFileSync } from 'node:fs';
import type { DiskEvent } from './disk-trace.ts';

/** The files that count: SQLite makes the third one anew after a power cut. */
const ENDS = ['', '-wal'];

/**
 * Writes the files as a power cut after so many events may have left them. What the disk was not waited for is there or not, as
 * `isKept` says by the event's number; of the waits only those count for which `isHeeded` says so.
 */
export function writeImage(
  path: string,
  all: readonly DiskEvent[],
  {
    isKept,
    isHeeded,
  }: { isKept: (index: number) => boolean; isHeeded: (event: DiskEvent & { kind: 'sync' }) => boolean },
): void {
  for (const end of ENDS) {
    const waits = all.filter((event) => event.kind === 'sync' && event.end === end && isHeeded(event));
    const safe = Math.max(0, ...waits.map((event) => (event.kind === 'sync' ? event.from : 0)));
    writeFileSync(
      path + end,
      contentOf(all, end, (index) => index < safe || isKept(index)),
    );
  }
}

function contentOf(all: readonly DiskEvent[], end: string, isThere: (index: number) => boolean): Buffer {
  let content = Buffer.alloc(0);
  let size = 0;
  for (const [index, event] of all.entries()) {
    if (event.kind === 'told' || event.kind === 'sync' || event.end !== end || !isThere(index)) continue;
    if (event.kind === 'write') {
      const needed = event.at + event.bytes.length;
      if (needed > content.length) content = Buffer.concat([content, Buffer.alloc(2 * needed - content.length)]);
      event.bytes.copy(content, event.at);
      size = Math.max(size, needed);
    } else {
      size = event.kind === 'remove' ? 0 : event.size;
      content.fill(0, size);
    }
  }
  return content.subarray(0, size);
}
