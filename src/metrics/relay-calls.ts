import { Counter, Histogram, type Registry } from 'prom-client';
import type { Relay } from '../domain/ports/relay.ts';
import { values } from './labels.ts';

type Question = (typeof values.relayCall)[number];

/** Measures what relays are asked, and counts what is submitted to them. */
export function createRelayCalls(registry: Registry) {
  const seconds = new Histogram({
    name: 'darkroom_relay_request_duration_seconds',
    help: 'How long a relay takes to answer, repetitions included. A submission has its outcome, a question ok or failed.',
    labelNames: ['relay', 'call', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const submissions = new Counter({
    name: 'darkroom_submissions_total',
    help: 'Submissions to a relay. It may charge what was accepted, answered with images, or unknown.',
    labelNames: ['relay', 'request', 'outcome'],
    registers: [registry],
  });

  function begin(relay: string): void {
    for (const outcome of values.submitOutcome) {
      seconds.zero({ relay, call: 'submit', outcome });
      for (const request of values.submission) submissions.inc({ relay, request, outcome }, 0);
    }
    for (const call of values.relayCall)
      for (const outcome of values.relayAnswer) seconds.zero({ relay, call, outcome });
  }

  /** The relay of this name, whose requests are measured. */
  return (name: string, relay: Relay): Relay => {
    begin(name);
    const since = (start: number) => (performance.now() - start) / 1000;

    async function measured<T>(call: Question, signal: AbortSignal, work: Promise<T>, isGood: (answer: T) => boolean) {
      const start = performance.now();
      let outcome: (typeof values.relayAnswer)[number] = 'failed';
      try {
        const answer = await work;
        if (isGood(answer)) outcome = 'ok';
        return answer;
      } finally {
        // What was called off says nothing about the relay.
        if (outcome === 'ok' || !signal.aborted) seconds.observe({ relay: name, call, outcome }, since(start));
      }
    }

    const isAnswered = () => true;
    const isTrue = (answer: boolean) => answer;
    return {
      prepare: relay.prepare,
      async submit(prepared, state, signal) {
        const start = performance.now();
        const outcome = await relay.submit(prepared, state, signal);
        const { kind } = outcome;
        seconds.observe({ relay: name, call: 'submit', outcome: kind }, since(start));
        submissions.inc({ relay: name, request: prepared.submission.kind, outcome: kind });
        return outcome;
      },
      isReachable: (signal) => measured('isReachable', signal, relay.isReachable(signal), isTrue),
      list: (ids, signal) => measured('list', signal, relay.list(ids, signal), isAnswered),
      fetch: (taskId, signal) => measured('fetch', signal, relay.fetch(taskId, signal), isAnswered),
      recent: (states, signal) => measured('recent', signal, relay.recent(states, signal), isAnswered),
      cancel: (taskId, signal) => measured('cancel', signal, relay.cancel(taskId, signal), isTrue),
      seed: (taskId, signal) => measured('seed', signal, relay.seed(taskId, signal), isAnswered),
    };
  };
}
