import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { jobCodec } from '../../../src/store/schema/job.ts';
import { settingsCodec } from '../../../src/store/schema/settings.ts';
import { receivedJob, settledJob } from '../sample-records.ts';

test('a job from before servers had a language speaks its requester’s', () => {
  for (const job of [receivedJob('1'), settledJob('2')]) {
    const { locale: _, ...first } = job;
    expect(jobCodec.unwrap({ v: 1, data: first })).toEqual({ ...job, locale: job.requester.locale });
  }
  expect(() => jobCodec.unwrap({ v: 1, data: { requester: {} } })).toThrow();
});

test('a member who chose something before there was a welcome is not welcomed', () => {
  const { welcomed: _, ...first } = { ...defaultSettings, remix: true };
  expect(settingsCodec.unwrap({ v: 1, data: first })).toEqual({ ...first, welcomed: true });
});
