import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openCluster } from '../../src/cluster/cluster.ts';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { randomId } from '../../src/lib/random-id.ts';
import { freePort } from '../emulator/free-port.ts';
import { silentLog } from '../store/sample-records.ts';
import { addressOf, type MeetingPlace } from './meeting-place.ts';
import { newPlace, servers } from './places.ts';

const PATIENCE = { timeout: 15_000, interval: 10 };

async function join(place: MeetingPlace, signal: AbortSignal = new AbortController().signal) {
  const cluster = await openCluster({ address: addressOf(place), id: randomId(), log: silentLog, signal });
  onTestFinished(() => cluster.close());
  return cluster.leadership;
}

describe.each(['memory', 'sqlite', ...servers] as const)('the only process on a store (%s)', (kind) => {
  test('leads again when leading failed or ended by itself, and no more when it has left', async () => {
    const leadership = await join(await newPlace(kind));
    const terms: string[] = [];
    let isLeading = false;
    leadership.hold(async (over) => {
      terms.push(`${terms.length}`);
      if (terms.length === 1) throw new Error('not now');
      if (terms.length === 2) return;
      isLeading = true;
      await once(over, 'abort');
      terms.push(over.reason);
      await Promise.resolve();
      isLeading = false;
    });
    await vi.waitFor(() => expect(isLeading).toBe(true), PATIENCE);
    await leadership.leave();
    expect(isLeading).toBe(false);
    expect(terms).toEqual(['0', '1', '2', 'handover']);
    await leadership.leave();
  });

  test('leaves without ever having led', async () => {
    const leadership = await join(await newPlace(kind));
    await leadership.leave();
    const other = await join(await newPlace(kind));
    let terms = 0;
    other.hold(async () => {
      terms += 1;
    });
    await other.leave();
    expect(terms).toBeLessThan(2);
  });
});

describe.each(servers)('a server that is not there (%s)', (kind) => {
  const nowhere = async () => ({ kind, url: `${kind}://somebody:hunter2@127.0.0.1:${await freePort()}/0` });

  test('is told in a sentence without its password', async () => {
    const failed = join(await nowhere());
    await expect(failed).rejects.toThrow(StoreError);
    await expect(failed).rejects.not.toThrow(/hunter2/);
  });

  test('is not waited for by a process that stops', async () => {
    const stopping = new AbortController();
    const failed = join(await nowhere(), stopping.signal);
    stopping.abort(new Error('stopped'));
    await expect(failed).rejects.toThrow(/stopped|ECONNREFUSED/);
  });
});
