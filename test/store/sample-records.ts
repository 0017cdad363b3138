import type { JobIn, ReceivedJob } from '../../src/domain/job/job.ts';
import type { Log } from '../../src/domain/ports/log.ts';
import type { MessageRecord, RecentTask } from '../../src/domain/ports/store.ts';
import { sampleJob } from '../sample-job.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One moment for all records of a test run, so that equal jobs are equal. */
const START = Date.now();

export function place(messageId: string) {
  return { guildId: '1', channelId: '2', messageId };
}

export function recentTask(taskId: string, messageId = 'm'): RecentTask {
  return { taskId, prompt: 'a cat', place: place(messageId), at: 1 };
}

/** What is known of a message that shows a job without buttons. */
export function shownMessage(messageId: string, jobId: string): MessageRecord {
  return { place: place(messageId), jobId, taskId: null, buttons: [], requesterId: '3', prompt: '', createdAt: 1 };
}

export function receivedJob(id: string): ReceivedJob {
  return sampleJob({
    id,
    requester: { id: '3', name: 'Ada', locale: 'en-GB' },
    guildId: '1',
    channelId: '2',
    reply: { applicationId: '4', interactionId: id, token: `secret-token-${id}`, expiresAt: START + 900_000 },
    createdAt: 1,
  });
}

export function submittingJob(id: string): JobIn<'submitting'> {
  return { ...receivedJob(id), step: 'submitting', place: place('m'), since: 1, attempt: 'a1' };
}

export function settledJob(id: string): JobIn<'settled'> {
  const outcome = { kind: 'failed', reason: { kind: 'taskLost' } } as const;
  return { ...receivedJob(id), reply: null, step: 'settled', place: place('m'), outcome, at: 5 };
}
