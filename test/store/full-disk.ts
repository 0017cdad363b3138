import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const Report = z.object({ acknowledged: z.number(), sentence: z.string(), readable: z.boolean() });

/**
 * The largest file that the shell lets the process write, in blocks of 512 or 1024 bytes: more than the tables need as long as
 * they are empty, and less than a log that is put into the store.
 */
const BLOCKS = 1800;

/** Writes settled jobs, in a process of its own, until the operating system lets the file grow no further. */
export async function fillDisk(url: string) {
  const path = fileURLToPath(new URL('full-disk-writer.ts', import.meta.url));
  const script = `ulimit -f ${BLOCKS}; exec "$0" --disable-warning=ExperimentalWarning "$1" "$2"`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script, process.execPath, path, url]);
  return Report.parse(JSON.parse(stdout));
}
