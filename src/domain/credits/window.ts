/** A day of a month, such as `2026-11` and 29, in somebody's time zone. */
export type Day = { readonly month: string; readonly day: number };

/** The two windows that limits are set for. */
export type Window = 'day' | 'month';

const HOUR = 3_600_000;
/** No day and no month is longer, in ms: a day of 25 hours, a month of 31 such days. */
const LONGEST = { day: 26 * HOUR, month: 32 * 24 * HOUR } as const;

type Zone = {
  /** Kept, because making one takes a hundred times as long as using it. */
  readonly format: Intl.DateTimeFormat;
  /** What was asked last: a gesture asks for the day of one moment again for each account that it is charged to. */
  last: { readonly time: number; readonly day: Day } | null;
};

const zones = new Map<string, Zone>();
/** There are about 450 time zones; nobody makes us remember more. */
const ZONES_MAX = 500;

/** Throws RangeError for a time zone that does not exist. */
function zoneOf(zone: string): Zone {
  const known = zones.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  if (zones.size >= ZONES_MAX) zones.clear();
  const made = { format, last: null };
  zones.set(zone, made);
  return made;
}

/** The name of a time zone as it is written by everybody, such as `Europe/Berlin`; null when there is none of this name. */
export function timeZone(name: string): string | null {
  // Offsets such as +02:00 know no summer time, and Intl's own spelling of a zone keeps two of one name together.
  if (!/^[a-z]/i.test(name.trim())) return null;
  try {
    return zoneOf(name.trim()).format.resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The day of a moment (Unix ms) in a time zone. Throws RangeError for a time zone that does not exist. */
export function dayOf(time: number, zone: string): Day {
  const known = zoneOf(zone);
  if (known.last?.time === time) return known.last.day;
  const parts = known.format.formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const day = { month: `${part('year')}-${part('month')}`, day: Number(part('day')) };
  known.last = { time, day };
  return day;
}

/** When the window of a moment ends, Unix ms: the next local midnight, or the one that begins a month. */
export function endOf(window: Window, time: number, zone: string): number {
  const here = dayOf(time, zone);
  const isOver = (at: number) => {
    const there = dayOf(at, zone);
    return there.month !== here.month || (window === 'day' && there.day !== here.day);
  };
  let [before, after] = [Math.floor(time), Math.floor(time) + LONGEST[window]];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isOver(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/** The month before one such as `2026-01`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
