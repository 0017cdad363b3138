import { createHash } from 'node:crypto';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes a minute or two where all else is there, by the ends of paths: begun last, it would be waited for by idle processors. */
const long = [
  'programs/playground/playground.test.ts',
  'crash/no-network.test.ts',
  'programs/chaos/chaos.test.ts',
  'programs/playground/accessibility.test.ts',
  'programs/bench/bench.test.ts',
  'crash/proxy.test.ts',
  'crash/submitting.test.ts',
  'crash/sweep.test.ts',
  'cluster/outage.test.ts',
  'cluster/update.test.ts',
  'cluster/leadership.test.ts',
  'cluster/kills.test.ts',
  'cluster/limits.test.ts',
  'cluster/batches.test.ts',
];

function rank({ moduleId }: TestSpecification): number {
  const at = long.findIndex((end) => moduleId.endsWith(end));
  return at < 0 ? long.length : at;
}

/** The order of test files: of each group those that take long first, and the others by chance, the same for the same seed. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    const lot = ({ moduleId }: TestSpecification) => createHash('sha1').update(`${seed} ${moduleId}`).digest('hex');
    return files.toSorted((one, other) => rank(one) - rank(other) || lot(one).localeCompare(lot(other)));
  }
}
