import {
  interactionOf,
  isFollowUp,
  type Job,
  type Outcome,
  type Place,
  type ReceivedJob,
} from '../../../src/domain/job/job.ts';
import type { Acknowledgement, Presenter } from '../../../src/domain/ports.ts';
import type { Life } from './process-life.ts';

/** How Discord treats the next first answer. `delay` goes before another one: that is heard of only at `confirmAnswers`. */
export type AnswerMood = 'take' | 'delay' | 'lose' | 'refuse';
/** How Discord treats the next final message. */
export type FinalMood = 'show' | 'later';

/** How one job is shown. Jobs that share a message have one entry each, with the same place. */
export type Shown = {
  readonly job: string;
  readonly place: Place;
  final: Outcome | null;
  progressAfterFinal: boolean;
  /** How many messages were posted for it. */
  copies: number;
};

/** What the channels show, by job. It survives every process. */
export type Wall = {
  readonly messages: Map<string, Shown>;
  /** Interactions that were answered: only then Discord takes further messages. */
  readonly answered: Set<string>;
  /** Jobs whose message Discord refused. */
  readonly refused: Set<string>;
  readonly answers: AnswerMood[];
  /** Lets the delayed confirmations of first answers arrive. */
  confirmAnswers(): void;
  readonly finals: FinalMood[];
  readonly notices: string[];
  /** Jobs in the order in which their progress was shown, as often as it was. */
  readonly progress: string[];
  /** Whether further messages can be looked for. */
  searchable: boolean;
  mount(life: Life): Presenter;
};

export function createWall(): Wall {
  const messages = new Map<string, Shown>();
  const answered = new Set<string>();
  const refused = new Set<string>();
  const answers: AnswerMood[] = [];
  const finals: FinalMood[] = [];
  const delayed: (() => void)[] = [];
  const notices: string[] = [];
  const progress: string[] = [];

  const placeOf = (job: Job): Place => ({
    guildId: job.guildId,
    channelId: job.channelId,
    messageId: `message-${job.group.length > 0 ? interactionOf(job.id) : job.id}`,
  });

  function put(job: string, place: Place): void {
    const before = messages.get(job);
    if (before) before.copies += 1;
    else messages.set(job, { job, place, final: null, progressAfterFinal: false, copies: 1 });
  }

  function answer(job: ReceivedJob): Acknowledgement {
    const mood = answers.shift() ?? 'take';
    const further = isFollowUp(job);
    if (mood === 'refuse' || (further && !answered.has(interactionOf(job.id)))) {
      if (mood === 'refuse') refused.add(job.id);
      return { kind: 'absent' };
    }
    const place = placeOf(job);
    if (!further) answered.add(interactionOf(job.id));
    const own = job.group.filter((id) => interactionOf(id) === interactionOf(job.id));
    for (const id of job.group.length > 0 ? own : [job.id]) put(id, place);
    return mood === 'lose' ? { kind: 'unsure' } : { kind: 'shown', place, private: false };
  }

  function find(job: ReceivedJob): Acknowledgement {
    const shown = messages.get(job.id);
    if (isFollowUp(job) && !presenter.searchable) return { kind: 'hidden' };
    return shown ? { kind: 'shown', place: shown.place, private: false } : { kind: 'absent' };
  }

  const presenter: Wall = {
    messages,
    answered,
    refused,
    answers,
    finals,
    notices,
    progress,
    confirmAnswers() {
      for (const confirm of delayed.splice(0)) confirm();
    },
    searchable: true,
    mount: (life) => ({
      async acknowledge(job) {
        const isDelayed = answers[0] === 'delay';
        if (isDelayed) answers.shift();
        const acknowledgement = await life.write(() => answer(job));
        if (isDelayed) await new Promise<void>((resolve) => delayed.push(resolve));
        return life.call(() => acknowledgement);
      },
      find: (job) => life.call(() => find(job)),
      show(job) {
        if (!life.alive || !('place' in job) || !job.place) return;
        progress.push(job.id);
        const shown = messages.get(job.id);
        if (shown?.final) shown.progressAfterFinal = true;
      },
      deliver: async (job) => {
        const mood = finals.shift() ?? 'show';
        return life.write(() => {
          if (mood === 'later') return { kind: 'later', retryAfter: 1000 };
          const shown = messages.get(job.id);
          if (!shown) throw new Error(`${job.id} was never shown`);
          shown.final = job.outcome;
          const buttons = job.outcome.kind === 'pictures' ? job.outcome.buttons : [];
          return { kind: 'shown', place: job.place, buttons: buttons.map((b) => ({ ...b, id: b.customId })) };
        });
      },
      notify: (job) => life.write(() => void notices.push(job.id)),
    }),
  };
  return presenter;
}
