import type { Log } from '../../src/domain/ports/log.ts';
import type { Store } from '../../src/domain/ports/store.ts';
import { createJobWriter } from '../../src/jobs/job-writer.ts';
import { createOpenJobs, type OpenJobsParts } from '../../src/jobs/open-jobs.ts';
import { silentLog } from '../store/sample-records.ts';
import { forgetfulIndexes } from './forgetful-store.ts';

/** The open jobs of a process that leads. `jobs` are the store's as it sees them. */
export function openJobsOn(
  jobs: Store['jobs'],
  log: Log = silentLog,
  onOvertaken: OpenJobsParts['onOvertaken'] = () => {},
) {
  const writer = createJobWriter({ store: { jobs, indexes: forgetfulIndexes }, log });
  const openJobs = createOpenJobs({ jobs, writer, onOvertaken, log });
  return {
    ...openJobs,
    /** Writes what could not be written yet. */
    async flush(): Promise<void> {
      const written: string[] = [];
      await writer.flush((id) => void written.push(id));
      for (const id of written) await openJobs.refresh(id);
    },
  };
}
