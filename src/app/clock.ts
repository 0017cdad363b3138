import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';

/** How Discord tells the time: in the `Date` header of its answers, and in the ids of interactions. */
export type TimeSource = 'answer' | 'interaction';

/** A clock that Discord corrects. */
export type CorrectedClock = Clock & {
  /** Discord said that it was this late (Unix ms) just now. */
  heard(source: TimeSource, time: number): void;
  /**
   * Whether an interaction has confirmed the time: nobody but Discord makes its id, while a computer with a wrong clock may
   * run the proxy that tells the same wrong time. Nothing may be erased for good before that.
   */
  isProven(): boolean;
  /** How far the computer's clock is ahead of Discord's, in ms; 0 before Discord was heard. Exact to a second. */
  ahead(): number;
};

export type ClockParts = {
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** The computer's clock, Unix ms. */
  readonly computer?: () => number;
  /** As `Clock` has it. */
  readonly monotonic?: () => number;
};

/** Two clocks agree up to this difference, in ms: an interaction may be told of again after a lost connection. */
const AGREEMENT = 10 * 60_000;
/** A header tells whole seconds and is told late. Up to this difference, in ms, the clock is not corrected. */
const EXACTNESS = 3_000;

/**
 * The computer's clock may be wrong, and may be set at any moment: on a machine without a battery, say, it is wrong until
 * the network has told the time. Discord tells the time in two ways, of which a proxy may spoil one. What two of these three
 * agree upon is the time; until then, or where an interaction contradicts it, nothing is surely over. Once Discord was
 * heard, nobody's setting of the computer's clock changes the time.
 */
export function createClock({
  log,
  computer = () => Date.now(),
  monotonic = () => performance.now(),
}: ClockParts): CorrectedClock {
  /** What Discord said, as the Unix ms at which `monotonic` was 0. */
  const origins = new Map<TimeSource, number>();
  /** The same, as it is used; null before Discord was heard. */
  let origin: number | null = null;
  let isWrong = false;

  const computersOrigin = () => computer() - monotonic();

  /** What Discord said, the better source first. */
  function best(): number | null {
    const answer = origins.get('answer') ?? null;
    const interaction = origins.get('interaction') ?? null;
    if (answer === null || interaction === null) return answer ?? interaction;
    if (agree(answer, interaction)) return answer;
    const own = computersOrigin();
    return agree(answer, own) && !agree(interaction, own) ? answer : interaction;
  }

  function isConfirmed(): boolean {
    const answer = origins.get('answer');
    const interaction = origins.get('interaction');
    if (interaction === undefined) return answer !== undefined && agree(answer, computersOrigin());
    // Mostly what Discord said in both ways agrees. Then no clock is read here, which is asked at every look at a record.
    return (answer !== undefined && agree(interaction, answer)) || agree(interaction, computersOrigin());
  }

  /** Takes the time from Discord when it differs: from the computer's clock where that agrees, as it is more exact. */
  function correct(): void {
    const told = best();
    if (told === null || (origin !== null && Math.abs(told - origin) <= EXACTNESS)) return;
    const own = computersOrigin();
    origin = Math.abs(told - own) <= EXACTNESS ? own : told;
  }

  function now(): number {
    return origin === null ? computer() : Math.round(monotonic() + origin);
  }

  /** Tells the operator when the computer's clock begins or ceases to be wrong. */
  function tell(): void {
    const ahead = computersOrigin() - (origin ?? computersOrigin());
    if (Math.abs(ahead) > AGREEMENT === isWrong) return;
    isWrong = !isWrong;
    const seconds = Math.round(ahead / 1000);
    if (isWrong) log.warn({ seconds }, 'the clock of this computer is not Discord’s: have it set; Discord’s is used');
    else log.info({ seconds }, 'the clock of this computer is right again');
  }

  return {
    now,
    monotonic,
    past: () => (isConfirmed() ? now() : Number.NEGATIVE_INFINITY),
    isProven: () => origins.has('interaction') && isConfirmed(),
    ahead: () => computersOrigin() - (best() ?? computersOrigin()),
    heard(source, time) {
      if (!Number.isFinite(time)) return;
      origins.set(source, time - monotonic());
      correct();
      tell();
    },
  };
}

function agree(one: number, other: number): boolean {
  return Math.abs(one - other) <= AGREEMENT;
}
