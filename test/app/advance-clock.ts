import { onTestFinished, vi } from 'vitest';

/**
 * Moves the clock on by so many ms: the bot's, Discord's and the relay's, which are all of this process. Timers go on as
 * they were, so what was due in between happens at the next look.
 */
export function advanceClock(ms: number): void {
  const now = Date.now() + ms;
  if (vi.isFakeTimers()) {
    vi.setSystemTime(now);
    return;
  }
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now, shouldAdvanceTime: true });
}
