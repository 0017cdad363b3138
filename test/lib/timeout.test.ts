import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endsWithin, pauseUntil, unlessAborted, withDeadline } from '../../src/lib/timeout.ts';

const never = () => new Promise<never>(() => {});

describe('a deadline', () => {
  it('passes on what the work answers or throws, and leaves no listener', async () => {
    const stop = new AbortController();
    expect(await withDeadline(1_000, stop.signal, async () => 'done')).toBe('done');
    const failing = withDeadline(1_000, stop.signal, async () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('ends work that does not heed its signal', async () => {
    const stop = new AbortController();
    let given: AbortSignal | undefined;
    const late = withDeadline(5, stop.signal, (signal) => {
      given = signal;
      return never();
    });
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(given?.aborted).toBe(true);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('ends when it is told to stop, with that reason', async () => {
    const stop = new AbortController();
    const stopped = withDeadline(1_000, stop.signal, never);
    stop.abort(new Error('stopping'));
    await expect(stopped).rejects.toThrow('stopping');
  });

  it('begins nothing after it was told to stop', async () => {
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(withDeadline(1_000, AbortSignal.abort(new Error('stopped')), work)).rejects.toThrow('stopped');
    expect(begun).toBe(false);
  });

  it('does not count waits that are untimed', async () => {
    const { signal } = new AbortController();
    const wait = () => new Promise((resolve) => setTimeout(resolve, 60));
    const done = withDeadline(30, signal, async (_, untimed) => {
      await untimed(wait);
      return 'done';
    });
    expect(await done).toBe('done');
    const late = withDeadline(30, signal, async (_, untimed) => {
      await untimed(async () => {});
      await wait();
    });
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('work that nobody may wait for any longer', () => {
  it('is left when the signal is aborted, and otherwise comes to what it comes to', async () => {
    const stop = new AbortController();
    expect(await unlessAborted(stop.signal, async () => 'done')).toBe('done');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    const left = unlessAborted(stop.signal, never);
    stop.abort(new Error('stopping'));
    await expect(left).rejects.toThrow('stopping');
    await expect(unlessAborted(stop.signal, never)).rejects.toThrow('stopping');
  });

  it('is left after its time', async () => {
    expect(await endsWithin(1_000, Promise.resolve())).toBe(true);
    await expect(endsWithin(1_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await endsWithin(5, never())).toBe(false);
  });
});

describe('a wait until a moment', () => {
  it('never ends before that moment', async () => {
    const stop = new AbortController();
    for (let tries = 0; tries < 50; tries++) {
      // A turn of the loop that took some time: a timer counts from its beginning.
      const busyUntil = performance.now() + 3;
      while (performance.now() < busyUntil);
      const moment = performance.now() + 5;
      await pauseUntil(moment, stop.signal);
      expect(performance.now()).toBeGreaterThanOrEqual(moment);
    }
  });

  it('ends when it is told to stop', async () => {
    const stop = new AbortController();
    const waiting = pauseUntil(performance.now() + 60_000, stop.signal);
    stop.abort();
    expect(await waiting).toBe(undefined);
    expect(await pauseUntil(performance.now() + 60_000, stop.signal)).toBe(undefined);
  });
});
