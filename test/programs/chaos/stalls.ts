/** A span in which a process did not get to run although it had something to do. Both ends in Unix ms. */
export type Stall = { readonly from: number; readonly to: number };

/** How often it is looked whether the process runs, in ms, and the least delay that counts. */
const STEP = 20;
const LEAST = 5;

/**
 * Tells of every span in which this process stood still: its timers came late. With `exceptOwnWork` only what others are
 * to blame for counts, such as a machine that is busy elsewhere, and not the processor time of this very thread.
 */
export function watchStalls(onStall: (stall: Stall) => void, { exceptOwnWork }: { exceptOwnWork: boolean }) {
  let last = Date.now();
  let cpu = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = Date.now();
    const used = process.threadCpuUsage(cpu);
    const own = exceptOwnWork ? (used.user + used.system) / 1_000 : 0;
    const lost = now - last - STEP - own;
    if (lost >= LEAST) onStall({ from: now - lost, to: now });
    last = now;
    cpu = process.threadCpuUsage();
  }, STEP).unref();
  return { stop: () => clearInterval(timer) };
}

/** How much of the time between two moments was lost to stalls, in ms. */
export function lostBetween(stalls: readonly Stall[], from: number, to: number): number {
  return stalls.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0);
}
