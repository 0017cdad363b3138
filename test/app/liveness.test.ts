import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createLiveness } from '../../src/app/liveness.ts';
import { checkStore } from '../../src/app/watch.ts';
import { createHealth } from '../../src/http/health.ts';
import { openStore } from '../../src/store/store.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { sampleClock } from '../sample-clock.ts';
import { storeFile } from '../store/store-file.ts';
import { sqliteUrl } from '../store/test-store.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function setUp() {
  const time = { now: 1_000_000 };
  const clock = sampleClock(() => time.now);
  return { time, clock, liveness: createLiveness(clock), health: createHealth({ clock }), alerts: sampleAlerts() };
}

test('/livez asks for a restart when jobs were tended for a minute no more, and not while a start or a stop takes its time', () => {
  const { time, liveness } = setUp();
  time.now += 600_000;
  expect(liveness.read()).toBeNull();
  liveness.ticked();
  time.now += 59_000;
  expect(liveness.read()).toBeNull();
  time.now += 1_000;
  expect(liveness.read()).toBe('jobs are tended no more');
  liveness.ticked();
  expect(liveness.read()).toBeNull();
  liveness.stop();
  time.now += 600_000;
  expect(liveness.read()).toBeNull();
});

test.each([
  ['deleted', (path: string) => rmSync(path)],
  [
    'replaced',
    (path: string) => {
      renameSync(path, `${path}.old`);
      writeFileSync(path, '');
    },
  ],
])('/livez asks for a restart half a minute after the file of the store was %s', async (_, harm) => {
  const { time, liveness, health, alerts, clock } = setUp();
  const url = sqliteUrl();
  const store = await openStore({ url, clock, log: silent });
  onTestFinished(() => store.close());
  const check = () => checkStore(store, health, alerts, liveness);
  await check();
  const file = storeFile(url);
  file.close();
  harm(file.path);
  await check();
  time.now += 29_000;
  expect(liveness.read()).toBeNull();
  await check();
  time.now += 1_000;
  expect(liveness.read()).toBe('the file of the store was replaced');
  expect(alerts.active()).toEqual(['storeDown']);
});

test('/livez asks for no restart because of a store that cannot be written: none would help', async () => {
  const { time, liveness, health, alerts } = setUp();
  await checkStore({ check: () => Promise.reject(new Error('the disk is full')) }, health, alerts, liveness);
  time.now += 600_000;
  expect(liveness.read()).toBeNull();
});
