import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { silentLog } from '../sample-records.ts';
import { listAll, temporaryFolder } from '../test-store.ts';
import { writeImage } from './disk-image.ts';
import { canTrace, type DiskEvent, traceDisk } from './disk-trace.ts';

/** Enough for SQLite to begin its log anew. */
const ROUNDS = 40;

/** The jobs that were said to be written down and are not there as such in the store that a power cut has left. */
async function lostIn(
  events: readonly DiskEvent[],
  ways: Parameters<typeof writeImage>[2],
): Promise<readonly string[]> {
  const path = join(temporaryFolder(), 'store.sqlite');
  writeImage(path, events, ways);
  const store = await openStore({ url: `sqlite:${path}`, log: silentLog });
  try {
    const kept = await listAll(store.jobs.open());
    const submitting = kept.flatMap((job) => ('step' in job && job.step === 'submitting' ? job.id : []));
    return events.flatMap((event) => (event.kind === 'told' && !submitting.includes(event.line) ? event.line : []));
  } finally {
    await store.close();
  }
}

describe.skipIf(!canTrace)('after a power cut', () => {
  let events: readonly DiskEvent[] = [];
  /** The moments at which a cut can lose something: after each time that a job was said to be written down. */
  let cuts: readonly number[] = [];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'darkroom-power-cut-'));
    const path = join(folder, 'store.sqlite');
    events = await traceDisk(path, join(folder, 'trace'), 'submitting-writer.ts', `sqlite:${path}`, `${ROUNDS}`);
    rmSync(folder, { recursive: true });
    cuts = events.flatMap((event, index) => (event.kind === 'told' ? index + 1 : []));
  });

  test('the trace is one in which the log was begun anew while jobs were written down', () => {
    const first = events.findIndex(({ kind }) => kind === 'told');
    const isBegunAnew = (event: DiskEvent) => event.kind === 'write' && event.end === '-wal' && event.at === 0;
    expect(events.slice(first).filter(isBegunAnew).length).toBeGreaterThan(0);
    expect(cuts).toHaveLength(ROUNDS * 3);
  });

  test('the disk was waited for with the name of the log before the first job was written down', () => {
    const written = events.findIndex((event) => event.kind === 'write' && event.end === '-wal');
    const named = events.findIndex((event) => event.kind === 'sync' && event.end === null && event.from > written);
    expect(named).toBeGreaterThan(written);
    expect(named).toBeLessThan(cuts[0] ?? 0);
  });

  test('every job that may have been submitted is known, though nothing was kept but what the disk was waited for', async () => {
    for (const cut of cuts) {
      const lost = await lostIn(events.slice(0, cut), { isKept: () => false, isHeeded: () => true });
      expect(lost, `${cut}`).toEqual([]);
    }
  });

  test('nor is one lost when some of what the disk was not waited for was kept, whatever it is and wherever the cut comes', async () => {
    const whatever = fc.record({ cut: fc.nat({ max: events.length }), kept: fc.infiniteStream(fc.boolean()) });
    const property = fc.asyncProperty(whatever, async ({ cut, kept }) => {
      const choices = [...kept.take(events.length)];
      const ways = { isKept: (index: number) => choices[index] === true, isHeeded: () => true };
      expect(await lostIn(events.slice(0, Math.max(cut, cuts[0] ?? 0)), ways)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('this would be noticed: without the waits for the log, jobs are lost', async () => {
    const isHeeded = ({ call }: { readonly call: string }) => call !== 'fdatasync';
    const lost = await lostIn(events.slice(0, cuts.at(-1)), { isKept: () => false, isHeeded });
    expect(lost).not.toEqual([]);
  });
});
