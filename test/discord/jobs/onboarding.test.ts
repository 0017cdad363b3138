import { expect, test } from 'vitest';
import { createOnboarding } from '../../../src/discord/jobs/onboarding.ts';
import { en } from '../../../src/text/en/index.ts';
import { silentLog } from '../../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../../store/test-store.ts';

test('a member is welcomed with their first job, and for further ones nothing is read of them', async () => {
  const { members } = await openTestStore({ url: sqliteUrl() });
  let reads = 0;
  const settings = (memberId: string) => {
    reads += 1;
    return members.settings(memberId);
  };
  const onboard = createOnboarding({ members: { ...members, settings }, log: silentLog });
  const told: unknown[] = [];
  const responder = { tell: async (text: unknown) => void told.push(text) };

  await onboard('1', responder, en);
  expect([told.length, reads]).toEqual([1, 1]);
  await onboard('1', responder, en);
  expect([told.length, reads]).toEqual([1, 1]);

  // Another process, or this one after a start, asks the store.
  await createOnboarding({ members, log: silentLog })('1', responder, en);
  expect(told).toHaveLength(1);
});
