import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { pause, withDeadline } from '../../src/lib/timeout.ts';

const never = () => new Promise<never>(() => {});

describe('work with a deadline', () => {
  it('that ends in time gives its result, or its own error', async () => {
    const { signal } = new AbortController();
    await expect(withDeadline(1_000, signal, async () => 'done')).resolves.toBe('done');
    await expect(withDeadline(1_000, signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is left at the deadline though it heeds no signal, and its signal says so', async () => {
    const { signal } = new AbortController();
    let given: AbortSignal | undefined;
    const late = withDeadline(10, signal, (own) => {
      given = own;
      return never();
    });
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(given?.aborted).toBe(true);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is left when it is told to stop, with the reason of that', async () => {
    const stopping = new AbortController();
    let given: AbortSignal | undefined;
    const stopped = withDeadline(60_000, stopping.signal, (own) => {
      given = own;
      return never();
    });
    stopping.abort(new Error('stopping'));
    await expect(stopped).rejects.toThrow('stopping');
    expect(given?.reason).toEqual(new Error('stopping'));
  });

  it('is not begun after that', async () => {
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(withDeadline(1_000, AbortSignal.abort(new Error('stopped')), work)).rejects.toThrow('stopped');
    expect(begun).toBe(false);
  });
});

describe('a pause', () => {
  it('ends in time or with its signal, and never throws', async () => {
    const stopping = new AbortController();
    await pause(5, stopping.signal);
    const long = pause(60_000, stopping.signal);
    stopping.abort();
    await long;
    await pause(60_000, stopping.signal);
  });
});
