import { number, table } from './table.ts';

/** What it costs to carry so many open jobs. Times in ms. */
export type Cost = {
  readonly open: number;
  /** From the start of the process until it hears members, and until each job was asked after. */
  readonly connected: number;
  readonly resumed: number;
  /** MB in use when everything was taken in. */
  readonly heapMb: number;
  /** Requests to the relay in one round of asking, and the time from one round to the next; null without jobs. */
  readonly round: { readonly requests: number; readonly ms: number } | null;
  /** Of processor per second in which nothing but the open jobs is carried. */
  readonly cpu: number;
  /** Of the event loop in that time. */
  readonly loop: { readonly p99: number; readonly longest: number };
  /** Of a new gesture, p50. */
  readonly acknowledgement: number;
};

/** KB of the heap for each job. */
export function heapPerJob({ heapMb, open }: Cost, idle: Cost): number {
  return ((heapMb - idle.heapMb) * 1024) / open;
}

const headings = [
  'open jobs',
  'connected after',
  'all followed after',
  'heap per job',
  'requests per round',
  'a round every',
  'processor per s',
  'per 1000 jobs',
  'loop delay, p99',
  'loop delay, longest',
  'acknowledgement, p50',
];

/**
 * A line for every number of jobs; what it takes per job is what `idle`, the process without any, does not. For less than
 * 1000 jobs nothing is said of 1000: that would multiply the noise.
 */
export function costTable(idle: Cost, costs: readonly Cost[]): string {
  const ms = (value: number) => `${number(value)} ms`;
  const cells = [idle, ...costs].map((cost) => [
    String(cost.open),
    ms(cost.connected),
    cost.open > 0 ? ms(cost.resumed) : '',
    cost.open > 0 ? `${number(heapPerJob(cost, idle))} KB` : '',
    cost.round ? number(cost.round.requests) : '',
    cost.round ? `${number(cost.round.ms / 1000)} s` : '',
    ms(cost.cpu),
    cost.open >= 1000 ? ms(((cost.cpu - idle.cpu) * 1000) / cost.open) : '',
    ms(cost.loop.p99),
    ms(cost.loop.longest),
    ms(cost.acknowledgement),
  ]);
  return table(
    headings.map((heading) => ({ heading, isNumber: true })),
    cells,
  );
}
