import { execFile, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a process asked of the system for a file: `end` is how the file's name ends, such as `-wal`. */
export type DiskEvent =
  | { readonly kind: 'write'; readonly end: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly end: string; readonly size: number }
  | { readonly kind: 'remove'; readonly end: string }
  /** The disk has what was written before the event with the number `from`. `end` is null for the folder's names. */
  | { readonly kind: 'sync'; readonly call: string; readonly end: string | null; readonly from: number }
  | { readonly kind: 'told'; readonly line: string };

/** Whether this machine can show what a process asks of the system. */
export const canTrace = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0;

const CALLS = 'pwrite64,write,ftruncate,fsync,fdatasync,unlink';

/** Runs a script beside this file under strace to its end: what it printed. */
export async function runTraced(options: readonly string[], script: string, ...args: string[]): Promise<string> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const run = [...options, process.execPath, '--disable-warning=ExperimentalWarning', file, ...args];
  return (await promisify(execFile)('strace', ['-f', '-qq', ...run])).stdout;
}

/** Runs a script in the same way, and reads what became of the file at `path` and those beside it. */
export async function traceDisk(path: string, output: string, script: string, ...args: string[]): Promise<DiskEvent[]> {
  await runTraced(['-yy', '-xx', '-s', '1000000', '-e', `trace=${CALLS}`, '-o', output], script, ...args);
  const read = createReader(path);
  for await (const line of createInterface({ input: createReadStream(output) })) read.line(line);
  return read.events;
}

/** Reads the lines of strace, in which every text is written as bytes in hexadecimal. */
function createReader(path: string) {
  const events: DiskEvent[] = [];
  /** Where the waits for the disk began that are not over, by thread. */
  const begun = new Map<string, { readonly call: string; readonly name: string; readonly from: number }>();
  const folder = path.slice(0, path.lastIndexOf('/'));

  function synced(call: string, name: string, from: number): void {
    if (name === folder) events.push({ kind: 'sync', call, end: null, from });
    else if (name.startsWith(path)) events.push({ kind: 'sync', call, end: name.slice(path.length), from });
  }

  function line(text: string): void {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/s.exec(text) ?? [];
    if (/^<\.\.\. f(?:data)?sync resumed>.*= 0$/.test(rest)) {
      const wait = begun.get(thread);
      if (wait) synced(wait.call, wait.name, wait.from);
      return;
    }
    const [, call = '', more = ''] = /^(\w+)\((.*)$/s.exec(rest) ?? [];
    const name = textOf(/^\d*<([^>]*)>/.exec(more)?.[1] ?? /^"([^"]*)"/.exec(more)?.[1] ?? '');
    if (call === 'write' && more.startsWith('1<')) {
      events.push({ kind: 'told', line: textOf(/"([^"]*)"/.exec(more)?.[1] ?? '').trim() });
    } else if (call === 'fsync' || call === 'fdatasync') {
      if (more.endsWith('= 0')) synced(call, name, events.length);
      else begun.set(thread, { call, name, from: events.length });
    } else if (name.startsWith(path)) {
      const end = name.slice(path.length);
      const [, bytes = '', at = '0'] = /"([^"]*)", \d+, (\d+)/.exec(more) ?? [];
      if (call === 'pwrite64') events.push({ kind: 'write', end, at: Number(at), bytes: bytesOf(bytes) });
      if (call === 'ftruncate') events.push({ kind: 'truncate', end, size: Number(/, (\d+)/.exec(more)?.[1]) });
      if (call === 'unlink') events.push({ kind: 'remove', end });
    }
  }

  return { line, events };
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}

function textOf(text: string): string {
  return bytesOf(text).toString();
}
