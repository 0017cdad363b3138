import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { jobCodec } from '../../../src/store/schema/job.ts';
import { settingsCodec } from '../../../src/store/schema/settings.ts';
import { place, receivedJob, settledJob } from '../sample-records.ts';

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

test('calls of the relay from before they had names are read the same by every process', () => {
  const shown = { ...receivedJob('1'), place: place('m'), since: 1 };
  const { group: _, ...stored } = { ...shown, mates: [] };
  const asked = [{ step: 'submitting' }, { step: 'submittingModal', taskId: 't' }, { step: 'unknown', taskId: null }];
  for (const stage of asked) {
    const read = jobCodec.unwrap({ v: 4, data: { ...stored, ...stage } });
    expect(read).toEqual({ ...shown, ...stage, attempt: '' });
  }
});
