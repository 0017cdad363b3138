import { expect, test } from 'vitest';
import { hasCostNothing } from '../../../src/domain/job/cost.ts';
import { openWindow } from '../../../src/domain/job/job.ts';
import { sampleJob } from '../../sample-job.ts';

const place = { guildId: 'guild', channelId: 'channel', messageId: 'message' };

test.each([
  ['MJ::CustomZoom::1', true],
  ['MJ::JOB::variation::2::1', false],
  ['MJ::JOB::variation::2::1::CHANGE', false],
  ['MJ::Inpaint::1::1::SOLO', true],
  ['MJ::Outpaint::50::1::1::SOLO', false],
  ['MJ::JOB::brand_new::1::1', false],
])('a window of %s that nobody has written into has cost nothing: %s', (customId, isFree) => {
  const request = { kind: 'action', taskId: 'task', customId, chooseSameChannel: true } as const;
  const job = openWindow({ ...sampleJob({ request }), place, taskId: 'window' }, 0);
  expect(job.text).toBeNull();
  expect(hasCostNothing(job)).toBe(isFree);
});

test('what has no button, and waits for a text all the same, is not said to have cost nothing', () => {
  const request = { kind: 'show', taskId: 'window', ours: true } as const;
  expect(hasCostNothing(openWindow({ ...sampleJob({ request }), place, taskId: 'window' }, 0))).toBe(false);
  expect(hasCostNothing(openWindow({ ...sampleJob(), place, taskId: 'window' }, 0))).toBe(false);
});
