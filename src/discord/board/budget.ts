import type { Clock } from '../../domain/ports.ts';

/** Edits by the bot's own token share one bucket of about this size per channel. */
const WINDOW = 5_000;
const FINALS = 5;
/** Progress leaves the rest to finals. */
const PROGRESS = 3;

/** What may be edited by the bot's token in a channel. Forgets channels in which nothing happened lately. */
export type Budget = {
  /** 0 when the edit may be made now (it is then counted), else how many ms to wait before asking again. */
  take(channelId: string, kind: 'progress' | 'final'): number;
  /** Discord said to wait `ms` in this channel. */
  hold(channelId: string, ms: number): void;
  /** Channels remembered. */
  readonly size: number;
};

export function createBudget(clock: Clock): Budget {
  /** Per channel, when edits stop counting (Unix ms, ascending). In the order of their last use. */
  const channels = new Map<string, number[]>();

  function use(channelId: string, now: number): number[] {
    for (const [id, ends] of channels) {
      if ((ends.at(-1) ?? 0) > now) break;
      channels.delete(id);
    }
    return (channels.get(channelId) ?? []).filter((end) => end > now);
  }

  function put(channelId: string, ends: number[]) {
    channels.delete(channelId);
    channels.set(channelId, ends);
  }

  return {
    take(channelId, kind) {
      const now = clock.now();
      const ends = use(channelId, now);
      const size = kind === 'final' ? FINALS : PROGRESS;
      const blocking = ends.at(-size);
      if (blocking !== undefined) return blocking - now;
      put(
        channelId,
        [...ends, now + WINDOW].sort((a, b) => a - b),
      );
      return 0;
    },
    hold(channelId, ms) {
      const now = clock.now();
      const until = now + ms;
      const later = use(channelId, now).filter((end) => end > until);
      put(channelId, [...Array.from({ length: FINALS }, () => until), ...later]);
    },
    get size() {
      return channels.size;
    },
  };
}
