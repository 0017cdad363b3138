import { expect, test } from 'vitest';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { enter, type Job } from '../../../src/domain/job/job.ts';
import { createGiveUp } from '../../../src/jobs/submit/give-up.ts';
import { sampleJob } from '../../sample-job.ts';
import { forgetfulJobs } from '../forgetful-store.ts';
import { openJobsOn } from '../open-jobs-on.ts';

const note = () => {};
const log = { debug: note, info: note, warn: note, error: note };
const place = { guildId: 'guild', channelId: 'channel', messageId: 'message' };

test('a waiting job whose end cannot be written down waits on, and nobody reads that nothing was charged', async () => {
  let isFull = true;
  const replace = async () => {
    if (isFull) throw new StoreError('the disk is full');
    return true;
  };
  const openJobs = openJobsOn({ ...forgetfulJobs, replace }, log);
  const told: Job[] = [];
  const clock = { now: () => 5, monotonic: () => 5, past: () => 5 };
  const giveUp = createGiveUp({ openJobs, clock, log, proceed: (job) => void told.push(job) });
  const waiting = enter(sampleJob(), { step: 'waiting', place, notBefore: 0, refusals: 0 });
  openJobs.insert(waiting);
  await giveUp([waiting], { kind: 'unreachable' });
  expect([openJobs.get(waiting.id)?.step, told]).toEqual(['waiting', []]);
  isFull = false;
  await giveUp([waiting], { kind: 'unreachable' });
  expect(told).toMatchObject([{ step: 'delivering', outcome: { free: true } }]);
});
