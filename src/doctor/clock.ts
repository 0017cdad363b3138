import { type Finding, finding } from '../domain/failures/finding.ts';
import { wallClock } from '../store/store.ts';
import { type DiscordAccess, openDiscord } from './discord.ts';

/** From how many seconds on a clock is wrong enough to be told of, and to do harm. */
const [OFF, WRONG] = [10, 60];
/** Discord tells whole seconds: half of one has passed since then on average, in ms. */
const HALF_SECOND = 500;

/** How far the computer's clock is from Discord's. Throws what Discord's answers throw. */
export async function clockFindings(access: DiscordAccess, signal: AbortSignal): Promise<readonly Finding[]> {
  let told: number | null = null;
  const { facts, close } = openDiscord(access, (time) => {
    told = time;
  });
  try {
    const began = wallClock.now();
    await facts.me(signal);
    const middle = (began + wallClock.now()) / 2;
    return told === null ? [] : [clockFinding(middle - (told + HALF_SECOND))];
  } finally {
    await close();
  }
}

function clockFinding(ms: number): Finding {
  const seconds = Math.round(ms / 1000);
  if (Math.abs(seconds) > WRONG) return finding('clockWrong', { seconds });
  return Math.abs(seconds) > OFF ? finding('clockOff', { seconds }) : finding('clockRight', {});
}
