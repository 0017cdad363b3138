import { randomBytes } from 'node:crypto';
import { type Finding, finding } from '../domain/failures/finding.ts';
import type { CheckId } from '../domain/failures/finding-facts.ts';
import { withDeadline } from '../lib/timeout.ts';
import type { Check } from './check.ts';

/** What came of one check. */
export type Examined = { readonly check: CheckId; readonly findings: readonly Finding[] };

export type ExamineOptions = {
  readonly signal: AbortSignal;
  /** Told what a check threw, under the reference that its finding names. */
  readonly onFault: (reference: string, check: CheckId, error: unknown) => void;
  /** How long one check may take, and all of them together, in ms. */
  readonly checkMs?: number;
  readonly allMs?: number;
};

/**
 * Runs the checks beside one another, each as soon as those that it needs, which stand before it, have ended. Resolves, in the order of the list, with
 * what those came to that were run; when the signal is aborted, with those that had ended. Never rejects.
 */
export async function examine(
  checks: readonly Check[],
  { signal, onFault, checkMs = 5_000, allMs = 20_000 }: ExamineOptions,
): Promise<readonly Examined[]> {
  const running: { readonly id: CheckId; readonly ended: Promise<Examined | null> }[] = [];
  const stop = new AbortController();
  const end = () => stop.abort(signal.reason);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const timer = setTimeout(() => stop.abort(new DOMException('the deadline passed', 'TimeoutError')), allMs);

  async function isFit(needs: readonly CheckId[]): Promise<boolean> {
    // What is not among the checks is known to be well.
    const needed = await Promise.all(running.filter(({ id }) => needs.includes(id)).map(({ ended }) => ended));
    return needed.every((one) => one?.findings.every(({ level }) => level !== 'bad'));
  }

  async function run({ id, relay = null, needs, run }: Check): Promise<Examined | null> {
    if (!(await isFit(needs))) return null;
    try {
      return { check: id, findings: await withDeadline(checkMs, stop.signal, (own) => run(own)) };
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof DOMException && error.name === 'TimeoutError') {
        return { check: id, findings: [finding('checkSlow', { check: id, relay })] };
      }
      const reference = randomBytes(4).toString('hex');
      onFault(reference, id, error);
      return { check: id, findings: [finding('checkBroken', { check: id, relay, reference })] };
    }
  }

  try {
    for (const check of checks) running.push({ id: check.id, ended: run(check) });
    const ended = await Promise.all(running.map((one) => one.ended));
    return ended.filter((one) => one !== null);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
