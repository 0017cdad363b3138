import type { ReceivedJob } from '../src/domain/job/job.ts';

/** The received job of an `/imagine`. Its `state` is its id, as the intake makes it. */
export function sampleJob(changes: Partial<ReceivedJob> = {}): ReceivedJob {
  const { id = '1000' } = changes;
  return {
    step: 'received',
    id,
    request: { kind: 'imagine', prompt: 'a red fox', images: [], bot: 'MID_JOURNEY' },
    text: null,
    requester: { id: '42', name: 'Ada', locale: 'en-US' },
    locale: 'en-US',
    guildId: '10',
    channelId: '20',
    private: false,
    reply: null,
    parent: null,
    group: [],
    claims: [],
    state: id,
    furtherTasks: [],
    attachmentLimit: 10_000_000,
    prompt: 'a red fox',
    createdAt: 1_000_000,
    ...changes,
  };
}
