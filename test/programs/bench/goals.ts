import { rivals } from './rivals/rivals.ts';
import type { Row } from './row.ts';
import { number, table } from './table.ts';

/** What Darkroom wants to reach: at most so many times a rival, or at most so much. */
type Goal = {
  readonly what: string;
  /** The rows that it is about. */
  readonly measure: RegExp;
  /** Null: the row's own value counts, and not its ratio. */
  readonly rival: string | null;
  readonly most: number;
  /** Rivals that do the least of what Darkroom has to do: what they come to, measured alone, is the floor. */
  readonly floors?: readonly string[];
};

const goals: readonly Goal[] = [
  {
    what: 'acknowledgement alone',
    measure: /^acknowledgement alone.*p99$/,
    rival: rivals.bare,
    most: 1.2,
    floors: [rivals.writing],
  },
  {
    what: 'with submissions',
    measure: /^acknowledgement, with submissions, p99$/,
    rival: rivals.bare,
    most: 2,
    floors: [rivals.writingSubmitting],
  },
  {
    what: 'processor per job',
    measure: /^processor per job$/,
    rival: rivals.naive,
    most: 0.8,
    floors: [rivals.frugal],
  },
  { what: 'requests to Discord', measure: /^requests to Discord per job$/, rival: rivals.naive, most: 0.85 },
  { what: 'requests to the relay', measure: /^requests to the relay per job$/, rival: rivals.naive, most: 0.2 },
  {
    what: 'start',
    measure: /^start to ready, compile cache warm$/,
    rival: rivals.bare,
    most: 1.3,
    floors: [rivals.loaded],
  },
  {
    what: 'memory',
    measure: /^memory after \d+ jobs/,
    rival: rivals.bare,
    most: 1.5,
    floors: [rivals.loadedNaive, rivals.loadedLinking],
  },
  { what: 'scheduling', measure: /^a scheduling decision/, rival: null, most: 1 },
  { what: 'loop with jobs in line', measure: /^event-loop delay, p99, while/, rival: null, most: 50 },
  { what: 'longest work', measure: /^longest synchronous work/, rival: null, most: 50 },
  { what: 'processor of 2 processes', measure: /^processor per job, 2 processes$/, rival: rivals.single, most: 1.3 },
  {
    what: 'acknowledgement of 2 processes',
    measure: /^acknowledgement, 2 processes, p50$/,
    rival: rivals.single,
    most: 1.2,
  },
  { what: 'gestures lost with 2 processes', measure: /^gestures without.*2 processes$/, rival: null, most: 0 },
  { what: 'takeover with 2 processes', measure: /^takeover.*2 processes$/, rival: null, most: 6_000 },
];

const columns = ['measure', 'goal', 'measured', 'floor', ''].map((heading, n) => ({
  heading,
  isNumber: n >= 1 && n <= 3,
}));

/**
 * A line for every row that a goal is about; and where `unmeasured`, for every goal that no row is about. Null without any line.
 */
export function goalTable(rows: readonly Row[], { unmeasured }: { readonly unmeasured: boolean }): string | null {
  const lines = goals.flatMap((goal) => linesOf(goal, rows)).filter(([, , measured]) => unmeasured || measured !== '');
  return lines.length > 0 ? table(columns, lines) : null;
}

function linesOf(goal: Goal, rows: readonly Row[]): string[][] {
  const { what, measure, rival, most } = goal;
  const found = rows.filter((row) => measure.test(row.measure) && (rival === null || row.rival?.name === rival));
  const limit = (unit: string) =>
    `at most ${number(most)} ${rival === null ? unit : `× ${shortName(rival)}`}`.trimEnd();
  if (found.length === 0) return [[what, limit(''), '', '', 'not measured']];
  return found.map((row) => {
    const value = rival === null ? row.darkroom : (row.rival?.ratio ?? Number.NaN);
    const measured = rival === null ? `${number(value)} ${row.unit}`.trimEnd() : `× ${value.toFixed(2)}`;
    return [row.measure, limit(row.unit), measured, floorOf(goal, row, rows), value <= most ? 'met' : 'not met'];
  });
}

/** What the floor of a row is of the same rival; empty where none was measured. */
function floorOf({ floors = [] }: Goal, { measure, rival }: Row, rows: readonly Row[]): string {
  const floor = rows.find((row) => row.measure === measure && floors.includes(row.rival?.name ?? ''))?.rival;
  return floor && rival ? `× ${(floor.value / rival.value).toFixed(2)}` : '';
}

function shortName(rival: string): string {
  return rival.replace(/:.*/, '');
}
