import { expect, test, vi } from 'vitest';
import { createRetelling } from '../../../src/discord/presenter/retelling.ts';
import { enter } from '../../../src/domain/job/job.ts';
import { sampleClock } from '../../sample-clock.ts';
import { sampleJob } from '../../sample-job.ts';

test('a stop while a shared message is told anew is no fault that an operator reads of', async () => {
  const stopping = new AbortController();
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const interrupted = Promise.withResolvers<never>();
  const deliver = vi.fn(() => interrupted.promise);
  const retell = createRetelling({
    groupedMessage: { showsPictures: async () => true },
    deliver,
    clock: sampleClock(),
    pause: async () => {},
    log,
    stop: stopping.signal,
  });
  const place = { guildId: null, channelId: '1', messageId: '2' };
  retell(enter(sampleJob({ group: ['1', '2'] }), { step: 'unknown', place, taskId: null, since: 0, attempt: 'a1' }));
  await vi.waitFor(() => expect(deliver).toHaveBeenCalled(), 10_000);
  stopping.abort();
  interrupted.reject(stopping.signal.reason);
  await interrupted.promise.catch(() => {});
  await new Promise(setImmediate);
  expect(log.error).not.toHaveBeenCalled();
});
