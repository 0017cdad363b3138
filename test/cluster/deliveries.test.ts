import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openCluster } from '../../src/cluster/cluster.ts';
import type { Deliveries } from '../../src/domain/ports/cluster.ts';
import { randomId } from '../../src/lib/random-id.ts';
import { silentLog } from '../store/sample-records.ts';
import { addressOf, type MeetingPlace } from './meeting-place.ts';
import { newPlace, servers } from './places.ts';

const PATIENCE = { timeout: 20_000, interval: 10 };

async function join(place: MeetingPlace): Promise<Deliveries> {
  const options = { address: addressOf(place), id: randomId() };
  const cluster = await openCluster({ ...options, log: silentLog, signal: new AbortController().signal });
  onTestFinished(() => cluster.close());
  if (!cluster.deliveries) throw new Error('whoever leads shows all results here');
  return cluster.deliveries;
}

/** Works, and notes what it was given. */
function work(deliveries: Deliveries, deliver: (id: string) => Promise<number | null> = async () => null) {
  const given: string[] = [];
  const working = deliveries.work(async (id) => {
    given.push(id);
    return deliver(id);
  });
  onTestFinished(() => working.stop());
  return { given, stop: working.stop };
}

const ids = Array.from({ length: 40 }, (_, index) => `1576688698961952${index + 100}-2`);

describe.each(servers)('results on %s', (kind) => {
  test('are shown by whichever process has time, each by one', async () => {
    const place = await newPlace(kind);
    const [one, other] = [await join(place), await join(place)];
    // Whoever has some has no time for more until the other one has some, too.
    const { promise: bothHaveSome, resolve: begin } = Promise.withResolvers<null>();
    const busy = () => {
      if (here.given.length > 0 && there.given.length > 0) begin(null);
      return bothHaveSome;
    };
    const [here, there] = [work(one, busy), work(other, busy)];
    await Promise.all(ids.map((id) => one.send(id)));
    await vi.waitFor(() => expect([...here.given, ...there.given].sort()).toEqual(ids.toSorted()), PATIENCE);
  });

  test('that could not be shown yet come again, and those that failed, too', async () => {
    const deliveries = await join(await newPlace(kind));
    let tries = 0;
    const { given } = work(deliveries, async () => {
      tries += 1;
      return tries === 1 ? 300 : null;
    });
    await deliveries.send('1-1');
    await vi.waitFor(() => expect(given).toEqual(['1-1', '1-1']), PATIENCE);
  });

  test('that are asked for twice while nobody has time are shown once', async () => {
    const deliveries = await join(await newPlace(kind));
    await deliveries.send('1-1');
    await deliveries.send('1-1');
    await deliveries.send('2-1');
    const { given } = work(deliveries);
    await vi.waitFor(() => expect(given).toContain('2-1'), PATIENCE);
    expect(given.filter((id) => id === '1-1')).toHaveLength(1);
  });

  test('are left to the others by a process that stops, but for those that it has in hand', async () => {
    const place = await newPlace(kind);
    const [one, other] = [await join(place), await join(place)];
    const { promise: shown, resolve: show } = Promise.withResolvers<null>();
    const here = work(one, () => shown);
    await one.send('1-1');
    await vi.waitFor(() => expect(here.given).toEqual(['1-1']), PATIENCE);
    const stopped = here.stop();
    const there = work(other);
    await one.send('2-1');
    await vi.waitFor(() => expect(there.given).toEqual(['2-1']), PATIENCE);
    show(null);
    await stopped;
    expect(here.given).toEqual(['1-1']);
  });
});
