import {
  interactionOf,
  isFollowUp,
  isFurther,
  type Job,
  messageOf,
  type Place,
  type ReceivedJob,
} from '../../../src/domain/job/job.ts';
import type { Outcome } from '../../../src/domain/job/outcome.ts';
import type { Acknowledgement, Presenter } from '../../../src/domain/ports/presenter.ts';
import type { Engine } from '../../../src/jobs/engine.ts';
import { createMutex } from '../../../src/lib/mutex.ts';
import type { SimulatedProcess } from './process.ts';

/**
 * How Discord treats a first answer. `take`: it shows it; `lose`: it shows it, but we do not hear of it; `refuse`: it does
 * not take it. `delay` stands before one of these: we hear of it only at `confirmAnswers`.
 */
export type AnswerBehaviour = 'take' | 'delay' | 'lose' | 'refuse';
/** How Discord treats a final message. */
/** `lack`: it is shown with links, as its pictures cannot be had. */
export type DeliveryBehaviour = 'show' | 'later' | 'lack';

/** How one job is shown. Jobs that share a message have one entry each, with the same place. */
export type ShownJob = {
  readonly job: string;
  readonly place: Place;
  /** Whether only its requester sees it. */
  readonly isPrivate: boolean;
  final: Outcome | null;
  progressAfterFinal: boolean;
  /** How many messages were posted for it. */
  copies: number;
};

/** What Discord shows, by job. It survives every process. */
export type SimulatedPresenter = {
  readonly messages: Map<string, ShownJob>;
  /** Interactions that were answered: only then Discord takes further messages. */
  readonly answered: Set<string>;
  /** Interactions that were answered with an apology, as their jobs could not be written down. */
  readonly apologised: Set<string>;
  /** Jobs whose message Discord refused. */
  readonly refused: Set<string>;
  /** For the next first answers, in order; those after them are taken. */
  readonly answers: AnswerBehaviour[];
  /** Lets the delayed confirmations of first answers arrive. */
  confirmAnswers(): void;
  /** For the next final messages, in order; those after them are shown. */
  readonly deliveries: DeliveryBehaviour[];
  /** What each message of several jobs tells of them: by its id, the step of each job as it was shown last. */
  readonly told: Map<string, ReadonlyMap<string, Job['step']>>;
  /** Jobs whose requester was mentioned. */
  readonly notices: string[];
  /** Jobs in the order in which their progress was shown, as often as it was. */
  readonly progress: string[];
  /** Whether further messages can be looked for. */
  searchable: boolean;
  /** Whether Discord says nothing when it is asked for a message. */
  isSilent: boolean;
  /** The presenter as this process has it. `statuses` says where jobs stand. */
  portFor(process: SimulatedProcess, statuses: Engine['statuses']): Presenter;
};

export function createSimulatedPresenter(): SimulatedPresenter {
  const messages = new Map<string, ShownJob>();
  const answered = new Set<string>();
  const apologised = new Set<string>();
  const refused = new Set<string>();
  const answers: AnswerBehaviour[] = [];
  const deliveries: DeliveryBehaviour[] = [];
  const delayed: (() => void)[] = [];
  const told = new Map<string, ReadonlyMap<string, Job['step']>>();
  const notices: string[] = [];
  const progress: string[] = [];

  const placeOf = (job: Job): Place => ({
    guildId: job.guildId,
    channelId: job.channelId,
    messageId: `message-${job.group.length > 0 ? interactionOf(job.id) : job.id}`,
  });

  function post(job: string, place: Place, isPrivate: boolean): void {
    const before = messages.get(job);
    // What comes later is shown in the newest copy.
    if (before) Object.assign(before, { place, isPrivate, copies: before.copies + 1 });
    else messages.set(job, { job, place, isPrivate, final: null, progressAfterFinal: false, copies: 1 });
  }

  function answer(job: ReceivedJob): Acknowledgement {
    const followsUp = isFollowUp(job);
    // Discord takes one first answer, whoever gives it.
    if (!followsUp && !isFurther(job) && answered.has(interactionOf(job.id))) {
      const before = messages.get(job.id);
      if (!before) return { kind: 'absent' };
      return { kind: 'shown', place: before.place, private: before.isPrivate, byAnother: true };
    }
    // What it refuses one process it refuses the other one, too.
    if (!followsUp && refused.has(job.id)) return { kind: 'absent' };
    const behaviour = answers.shift() ?? 'take';
    const hasNoWay = job.reply === null && (!isFurther(job) || job.private);
    if (behaviour === 'refuse' || hasNoWay || (followsUp && !answered.has(interactionOf(job.id)))) {
      if (behaviour === 'refuse') refused.add(job.id);
      return { kind: 'absent' };
    }
    const place = placeOf(job);
    if (!followsUp) answered.add(interactionOf(job.id));
    const own = job.group.filter((id) => interactionOf(id) === interactionOf(job.id));
    for (const id of job.group.length > 0 ? own : [job.id]) post(id, place, job.private);
    return behaviour === 'lose' ? { kind: 'unsure' } : { kind: 'shown', place, private: job.private };
  }

  function find(job: ReceivedJob): Acknowledgement {
    const shown = messages.get(job.id);
    if ((isFollowUp(job) || isFurther(job)) && !presenter.searchable) return { kind: 'hidden' };
    return shown ? { kind: 'shown', place: shown.place, private: shown.isPrivate } : { kind: 'absent' };
  }

  const presenter: SimulatedPresenter = {
    messages,
    answered,
    apologised,
    refused,
    answers,
    deliveries,
    told,
    notices,
    progress,
    confirmAnswers() {
      for (const confirm of delayed.splice(0)) confirm();
    },
    searchable: true,
    isSilent: false,
    portFor: (process, statuses, oneAtATime = createMutex()) => ({
      async acknowledge(job) {
        const isDelayed = answers[0] === 'delay';
        if (isDelayed) answers.shift();
        const acknowledgement = await process.write(() => answer(job));
        if (isDelayed) await new Promise<void>((resolve) => delayed.push(resolve));
        return process.call(() => acknowledgement);
      },
      find: (job) => (presenter.isSilent ? new Promise(() => {}) : process.call(() => find(job))),
      takeOver() {},
      rest() {},
      endProgress: async () => {},
      show(job) {
        if (!process.alive || !('place' in job) || !job.place) return;
        progress.push(job.id);
        const shown = messages.get(job.id);
        if (shown?.final) shown.progressAfterFinal = true;
      },
      deliver: (job) =>
        oneAtATime(job.place.messageId, async () => {
          const behaviour = deliveries.shift() ?? 'show';
          const steps = (await statuses(job.group)).map((status) => [status.job.id, status.job.step] as const);
          return process.write(() => {
            if (behaviour === 'later') return { kind: 'later', retryAfter: 1000 };
            const isDirect = messageOf(job) === null;
            const place = isDirect ? { ...job.place, messageId: `direct-${job.id}` } : job.place;
            const shownAs = { kind: 'shown', place } as const;
            // What stands there is not replaced by less. A message of several jobs has its pictures from itself.
            const isLess = behaviour === 'lack' && job.attaching !== undefined && job.group.length === 0;
            if (isLess) return { ...shownAs, buttons: [], lacking: true };
            // A message to its requester alone, which Discord takes once however often it is sent.
            if (isDirect && messages.get(job.id)?.place.messageId !== place.messageId) post(job.id, place, true);
            const shown = messages.get(job.id);
            if (!shown) throw new Error(`${job.id} has not been shown`);
            shown.final = job.outcome;
            if (job.group.length > 0) told.set(job.place.messageId, new Map(steps));
            const buttons =
              job.outcome.kind === 'pictures' ? job.outcome.buttons.map((b) => ({ ...b, id: b.customId })) : [];
            return { ...shownAs, buttons, ...(behaviour === 'lack' && { lacking: true as const }) };
          });
        }),
      notify: (job) => process.write(() => void notices.push(job.id)),
    }),
  };
  return presenter;
}
