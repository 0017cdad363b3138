import type { Job, Outcome, Place, ReceivedJob } from '../../src/domain/job.ts';
import type { Acknowledgement, Board } from '../../src/domain/ports.ts';
import type { Life } from './life.ts';

/** How Discord treats the next first answer. */
export type AnswerMood = 'take' | 'lose' | 'refuse';
/** How Discord treats the next final message. */
export type FinalMood = 'show' | 'later';

export type Shown = { readonly job: string; readonly place: Place; final: Outcome | null; progressAfterFinal: boolean };

/** What the channels show, by message. It survives every process. */
export type Wall = {
  readonly messages: Map<string, Shown>;
  readonly answers: AnswerMood[];
  readonly finals: FinalMood[];
  readonly notices: string[];
  mount(life: Life): Board;
};

export function createWall(): Wall {
  const messages = new Map<string, Shown>();
  const answers: AnswerMood[] = [];
  const finals: FinalMood[] = [];
  const notices: string[] = [];

  const placeOf = (job: Job): Place => ({
    guildId: job.guildId,
    channelId: job.channelId,
    messageId: `message-${job.id}`,
  });

  function answer(job: ReceivedJob): Acknowledgement {
    const mood = answers.shift() ?? 'take';
    if (mood === 'refuse') return { kind: 'absent' };
    const place = placeOf(job);
    messages.set(place.messageId, { job: job.id, place, final: null, progressAfterFinal: false });
    return mood === 'lose' ? { kind: 'unsure' } : { kind: 'shown', place, private: false };
  }

  return {
    messages,
    answers,
    finals,
    notices,
    mount: (life) => ({
      acknowledge: (job) => life.write(() => answer(job)),
      find: (job) =>
        life.call(() => {
          const shown = messages.get(placeOf(job).messageId);
          return shown ? { kind: 'shown', place: shown.place, private: false } : { kind: 'absent' };
        }),
      show(job) {
        if (!life.alive || !('place' in job) || !job.place) return;
        const shown = messages.get(job.place.messageId);
        if (shown?.final) shown.progressAfterFinal = true;
      },
      deliver: async (job) => {
        const mood = finals.shift() ?? 'show';
        return life.write(() => {
          if (mood === 'later') return { kind: 'later', retryAfter: 1000 };
          const shown = messages.get(job.place.messageId);
          if (!shown) throw new Error(`nothing was ever shown at ${job.place.messageId}`);
          shown.final = job.outcome;
          const buttons = job.outcome.kind === 'pictures' ? job.outcome.buttons : [];
          return { kind: 'shown', place: job.place, buttons: buttons.map((b) => ({ ...b, id: b.customId })) };
        });
      },
      notify: (job) => life.write(() => void notices.push(job.id)),
    }),
  };
}
