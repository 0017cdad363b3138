import { OPERATOR } from '../../domain/credits/charge.ts';
import type { Reason } from '../../domain/failures/reason.ts';
import { boundRelay, relayAskedFor } from '../../domain/job/bound-relay.ts';
import type { Job, JobIn } from '../../domain/job/job.ts';
import { payerOfRelay } from '../../domain/job/task-key.ts';
import type { SubmitOutcome } from '../../domain/ports/relay.ts';
import type { LeaderContext } from '../context.ts';
import type { KnownRelay, Relays } from '../relays.ts';
import { createBreakers } from './breakers.ts';

export type Breakers = ReturnType<typeof createBreakers>;

/** Which relays a job may go to, and which of them take jobs now. */
export type Routing = {
  /** Those that a job may go to now, in the order of preference; none where the only one that could is set up no longer. */
  candidates(job: Job): readonly KnownRelay[];
  breakersOf(relay: KnownRelay): Breakers;
  /**
   * What a relay's answer means for the job that it was asked about; null where the job goes to the next relay instead. It does when it
   * is bound to none, when nothing was charged for certain, and when another relay takes jobs that has not said no.
   */
  answered(job: JobIn<'submitting'> | JobIn<'submittingModal'>, outcome: SubmitOutcome): SubmitOutcome | null;
  /** Since when all that a job may go to are in trouble, in `monotonic` ms; null while one of them is well. */
  troubledSince(job: Job): number | null;
  /** Why a job can go nowhere any more; null while it can, or while it is not known yet. */
  orphaned(job: Job): Reason | null;
  /** Whether any relay is in trouble, be it for a single member: otherwise no job is. */
  hasTrouble(): boolean;
};

export function createRouting({
  relays,
  openJobs,
  clock,
}: Pick<LeaderContext, 'relays' | 'openJobs' | 'clock'>): Routing {
  const breakers = new Map<string, Breakers>();
  /** What the relays said that a job has been to. */
  const declined = openJobs.notes<ReadonlyMap<string, SubmitOutcome>>();

  function breakersOf({ name }: KnownRelay): Breakers {
    const own = breakers.get(name) ?? createBreakers(clock);
    breakers.set(name, own);
    return own;
  }

  function isWell(relay: KnownRelay): boolean {
    return relay.looking.refusal() === null && breakersOf(relay).troubledSince() === null;
  }

  function candidates(job: Job): readonly KnownRelay[] {
    const bound = boundRelay(job);
    if (bound !== null) return only(relays, bound, job);
    const answers = declined.get(job.id);
    if (!answers) return relays.listed;
    const unasked = relays.listed.filter(({ name }) => !answers.has(name));
    if (unasked.some(isWell)) return unasked;
    const passing = relays.listed.filter(({ name }) => isPassing(answers.get(name)));
    return passing.length > 0 ? passing : relays.listed;
  }

  function troubledSince(job: Job): number | null {
    const since = candidates(job).map((relay) => breakersOf(relay).troubledSince(job.requester.id));
    const begun = since.filter((at) => at !== null);
    return begun.length > 0 && begun.length === since.length ? Math.max(...begun) : null;
  }

  return {
    candidates,
    breakersOf,
    troubledSince,
    orphaned(job) {
      const bound = boundRelay(job);
      if (bound === null || relays.isPending(bound) || candidates(job).length > 0) return null;
      if (payerOfRelay(bound) === OPERATOR) return { kind: 'parentClosed' };
      return relays.named(bound) ? { kind: 'cancelled', byModerator: true } : { kind: 'keyRefused' };
    },
    hasTrouble: () => breakers.values().some((own) => own.troubledSince() !== null || own.holdsMembers()),
    answered(job, outcome) {
      const asked = job.relay;
      const isFree = job.step === 'submitting' && relayAskedFor(job.request) === null && isOperators(job);
      if (!isFree || asked === undefined || !maySayElsewhere(outcome)) {
        declined.delete(job.id);
        return outcome;
      }
      const answers = new Map([...(declined.get(job.id) ?? []), [asked, outcome] as const]);
      if (relays.listed.some((relay) => !answers.has(relay.name) && isWell(relay))) {
        declined.set(job.id, answers);
        return null;
      }
      // A relay that may take it later is waited for, though another one has refused it for good.
      const later = isPassing(outcome) ? outcome : [...answers.values()].find(isPassing);
      const lasting = [...answers].filter(([, answer]) => !isPassing(answer));
      if (later && lasting.length > 0) declined.set(job.id, new Map(lasting));
      else declined.delete(job.id);
      return later ?? outcome;
    },
  };
}

/** A server that has removed its key pays for nothing more, but what has begun goes on. */
function only(relays: Relays, name: string, { step }: Job): readonly KnownRelay[] {
  const relay = relays.named(name);
  const isOver = relay?.isListed === false && payerOfRelay(name) !== OPERATOR && step === 'waiting';
  return relay && !isOver ? [relay] : [];
}

/** A server's job goes to no other relay: no other key pays for it. */
function isOperators({ payer }: Job): boolean {
  return payer === undefined || payer === OPERATOR;
}

/** Whether the same relay may be asked again: it had no room, or heard nothing. */
function isPassing(outcome: SubmitOutcome | undefined): boolean {
  return outcome === undefined || outcome.kind === 'unreached' || outcome.kind === 'busy';
}

/** Whether another relay may answer otherwise, and this one has charged nothing: the job itself is not what it minds. */
function maySayElsewhere(outcome: SubmitOutcome): boolean {
  return isPassing(outcome) || (outcome.kind === 'refused' && ofTheRelay.has(outcome.reason.kind));
}

/** Reasons that lie with a relay and its account. */
const ofTheRelay: ReadonlySet<Reason['kind']> = new Set([
  'operator',
  'noAccount',
  'queueFull',
  'saturated',
  'relayFailed',
  'unsupported',
]);
