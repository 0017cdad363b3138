import { onTestFinished, vi } from 'vitest';

/** How much later it is in this process than on the computer, for durations, in ms. */
let lead = 0;
const now = performance.now.bind(performance);

/**
 * Lets so many ms pass at once, for all that is in this process: the bot, Discord and the relay. Timers go on as they were,
 * so what was due in between happens at the next look.
 */
export function advanceClock(ms: number): void {
  // It stays ahead after the test: what durations are measured by never goes back.
  lead += ms;
  performance.now = () => now() + lead;
  setDate(Date.now() + ms);
}

function setDate(time: number): void {
  if (vi.isFakeTimers()) {
    vi.setSystemTime(time);
    return;
  }
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: time, shouldAdvanceTime: true });
}
