import type { JobIn, ReceivedJob } from '../../src/domain/job/job.ts';
import type { Log, RecentTask } from '../../src/domain/ports.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One moment for all records of a test run, so that equal jobs are equal. */
const START = Date.now();

export function place(messageId: string) {
  return { guildId: '1', channelId: '2', messageId };
}

export function recentTask(taskId: string, messageId = 'm'): RecentTask {
  return { taskId, prompt: 'a cat', place: place(messageId), at: 1 };
}

export function receivedJob(id: string): ReceivedJob {
  return {
    id,
    request: { kind: 'imagine', prompt: 'a cat', images: [], bot: 'MID_JOURNEY' },
    text: null,
    requester: { id: '3', name: 'Ada', locale: 'en-GB' },
    locale: 'en-US',
    guildId: '1',
    channelId: '2',
    private: false,
    reply: { applicationId: '4', interactionId: id, token: `secret-token-${id}`, expiresAt: START + 900_000 },
    parent: null,
    group: [],
    claims: [],
    state: id,
    attachmentLimit: 10_000_000,
    prompt: 'a cat',
    createdAt: 1,
    step: 'received',
  };
}

export function settledJob(id: string): JobIn<'settled'> {
  const outcome = { kind: 'failed', reason: { kind: 'taskLost' } } as const;
  return { ...receivedJob(id), reply: null, step: 'settled', place: place('m'), outcome, at: 5 };
}
