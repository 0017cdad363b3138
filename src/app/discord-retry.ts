import { discordTroubleOf } from '../discord/gateway/discord-trouble.ts';
import type { DiscordTrouble } from '../domain/failures/discord-trouble.ts';
import { type Pause, pause as realPause, unlessAborted } from '../lib/timeout.ts';

/** The pause before something is tried again, in seconds: doubled each time, up to `most`. */
const PAUSE = { least: 5, most: 60 };

/**
 * Does this again and again until Discord could be reached. `onTrouble` is told each time that it could not, and in how many
 * seconds it is tried again. Throws what has nothing to do with the way to Discord, and the signal's reason.
 */
export async function untilReached<T>(
  attempt: () => Promise<T>,
  onTrouble: (trouble: DiscordTrouble, retrySeconds: number) => void,
  signal: AbortSignal,
  pause: Pause = realPause,
): Promise<T> {
  for (let seconds = PAUSE.least; ; seconds = Math.min(2 * seconds, PAUSE.most)) {
    try {
      return await unlessAborted(signal, attempt);
    } catch (error) {
      signal.throwIfAborted();
      const trouble = discordTroubleOf(error);
      if (!trouble) throw error;
      onTrouble(trouble, seconds);
      await pause(seconds * 1000, signal);
      signal.throwIfAborted();
    }
  }
}
