import { measureAcknowledging } from './acknowledgement.ts';
import { costTable } from './cost.ts';
import { measureDying } from './deaths.ts';
import { measureDeciding } from './decisions.ts';
import { measureDeveloping } from './jobs.ts';
import { measureLimiting } from './limits.ts';
import { measureReading } from './longest-work.ts';
import { measureRemembering } from './memory.ts';
import { measureMeasuring } from './metrics.ts';
import { measureNoticing } from './notice-time.ts';
import { carryingRows, measureCarrying } from './open-jobs.ts';
import { measureClicking } from './presses.ts';
import { measureQueueing } from './queue.ts';
import type { Row } from './row.ts';
import { measureSharing } from './sharing.ts';
import { measureShrinking } from './shrinking.ts';
import type { Size } from './size.ts';
import { measureStarting } from './start.ts';
import { measureStoring, rateTable } from './store-rates.ts';

/** What one part of the benchmark found: rows of the first table, and a table of its own where it has one. */
export type Found = { readonly rows: readonly Row[]; readonly table: string | null };

/** One part of the benchmark. `profile` is a folder for CPU profiles of Darkroom. */
type Section = {
  readonly name: string;
  readonly measure: (size: Size, profile: string | undefined) => Promise<Found>;
};

/** So many processes share a store where several are measured. */
const PROCESSES = 2;

const rows = (found: readonly Row[]): Found => ({ rows: found, table: null });

/** Every part, in the order in which they are measured and printed. */
export const sections: readonly Section[] = [
  { name: 'acknowledging', measure: async (size, profile) => rows(await measureAcknowledging(size, profile)) },
  { name: 'developing', measure: async (size, profile) => rows(await measureDeveloping(size, profile)) },
  { name: 'limiting', measure: async (size, profile) => rows(await measureLimiting(size, profile)) },
  { name: 'measuring', measure: async (size, profile) => rows(await measureMeasuring(size, profile)) },
  { name: 'shrinking', measure: async (size, profile) => rows([await measureShrinking(size, profile)]) },
  { name: 'clicking', measure: async (size, profile) => rows(await measureClicking(size, profile)) },
  { name: 'noticing', measure: async (size) => rows(await measureNoticing(size)) },
  { name: 'starting', measure: async (size, profile) => rows(await measureStarting(size, profile)) },
  { name: 'remembering', measure: async (size, profile) => rows(await measureRemembering(size, profile)) },
  { name: 'reading', measure: async (size) => rows(measureReading(size)) },
  { name: 'deciding', measure: async (size) => rows(measureDeciding(size)) },
  { name: 'queueing', measure: async (size, profile) => rows(await measureQueueing(size, profile)) },
  {
    name: 'carrying',
    async measure(size, profile) {
      const { idle, costs } = await measureCarrying(size, profile);
      const usual = costs.filter(({ open }) => open === size.carrying.usual);
      return { rows: usual.flatMap((cost) => carryingRows(idle, cost)), table: costTable(idle, costs) };
    },
  },
  { name: 'dying', measure: async (size) => rows(await measureDying(size, PROCESSES)) },
  { name: 'sharing', measure: async (size, profile) => rows(await measureSharing(size, PROCESSES, profile)) },
  {
    name: 'storing',
    measure: async (size) => ({ rows: [], table: rateTable(await measureStoring(size), size) }),
  },
];
