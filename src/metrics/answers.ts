import { Histogram, type Registry } from 'prom-client';
import { type InteractionKind, values } from './labels.ts';

/** Discord takes no first answer that comes later, in ms. */
const IN_TIME = 3_000;
/** An interaction without an answer is given up after this time, in ms. */
const GIVEN_UP = 15_000;

/** Measures how long interactions wait for their first answer. */
export function createAnswers(registry: Registry, now = () => performance.now()) {
  /** Interactions that nothing has answered yet, with when they came. */
  const waiting = new Map<string, { readonly interaction: InteractionKind; readonly at: number }>();
  const seconds = new Histogram({
    name: 'darkroom_answer_duration_seconds',
    help: 'From the arrival of an interaction until Discord has taken its first answer.',
    labelNames: ['interaction', 'result'],
    buckets: [0.05, 0.1, 0.2, 0.35, 0.5, 1, 1.5, 2, 3],
    registers: [registry],
    collect: giveUp,
  });
  for (const interaction of values.interaction)
    for (const result of values.answer) seconds.zero({ interaction, result });

  function observe(id: string, resultOf: (ms: number) => (typeof values.answer)[number]): void {
    const found = waiting.get(id);
    if (!found) return;
    waiting.delete(id);
    const ms = now() - found.at;
    seconds.observe({ interaction: found.interaction, result: resultOf(ms) }, ms / 1000);
  }

  function giveUp(): void {
    for (const [id, { at }] of waiting) {
      if (now() - at < GIVEN_UP) return;
      observe(id, () => 'late');
    }
  }

  return {
    /** An interaction has come. */
    heard(interaction: InteractionKind, id: string): void {
      giveUp();
      waiting.set(id, { interaction, at: now() });
    },
    /** Discord has answered, with this status, to the first answer that it got; null: it has not. */
    answered(id: string, status: number | null): void {
      observe(id, (ms) => {
        // Of an interaction that was over Discord knows nothing any more.
        if (ms > IN_TIME || status === 404) return 'late';
        return status !== null && status < 300 ? 'ok' : 'refused';
      });
    },
  };
}
