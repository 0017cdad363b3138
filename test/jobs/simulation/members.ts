import { AlreadyAnswered, StoreError } from '../../../src/domain/failures/errors.ts';
import { draftKey } from '../../../src/domain/job/draft.ts';
import { stateOf } from '../../../src/domain/job/echo.ts';
import { interactionOf, type Job, onlyLooks, type ReceivedJob } from '../../../src/domain/job/job.ts';
import type { Request } from '../../../src/domain/job/request.ts';
import type { AccessContext } from '../../../src/domain/policy/access.ts';
import type { Cancelled } from '../../../src/jobs/controls.ts';
import type { Engine } from '../../../src/jobs/engine.ts';
import type { IntakeOutcome } from '../../../src/jobs/intake/admission.ts';
import { sampleJob } from '../../sample-job.ts';

const TOKEN_LIFE = 15 * 60_000;
const DISCORD_EPOCH = 1_420_070_400_000n;

/** What a member did and what came of it. */
export type Gesture = {
  readonly job: ReceivedJob;
  /** The id of the job that this one tries again, null when it is none. */
  readonly earlier: string | null;
  /** Undefined when the process died over it, or the store failed. */
  accepted: IntakeOutcome | undefined;
};

/**
 * A job that was called off, as it was just before. `isLook`: it only looked at somebody's task. `outcome` is undefined when
 * the process died over it.
 */
export type Cancel = {
  readonly job: string;
  readonly step: Job['step'];
  readonly isLook: boolean;
  outcome: Cancelled | undefined;
};

export type Handled = 'done' | 'overtaken';

export type MembersParts = {
  readonly now: () => number;
  /** What has been decided about a member. */
  readonly accessOf: (member: string) => AccessContext;
  /** Does this with the engine of the process that lives now, until nothing happens any more; nothing when none lives. */
  readonly during: (work: (engine: Engine) => unknown) => Promise<void>;
  /** The same for an interaction, which every process that lives may hear of. `overtaken`: another one has answered it. */
  readonly interact: (interactionId: string, work: (engine: Engine) => Promise<Handled>) => Promise<void>;
  /** Answers an interaction, as the process of this engine. Throws AlreadyAnswered. */
  readonly open: (interactionId: string, engine: Engine) => Promise<void>;
  /** Tells the member of an interaction that something went wrong. */
  readonly apologise: (interactionId: string) => void;
  readonly faults: string[];
};

/** Members who make gestures. Each method resolves when its gesture is answered or lost. */
export function createMembers({ now, accessOf, during, interact, open, apologise, faults }: MembersParts) {
  const gestures: Gesture[] = [];
  /** How many jobs each question is about that was said yes to, by its number. */
  const drafts: number[] = [];
  const cancels: Cancel[] = [];
  let ids = 0;

  /** The reply of an interaction that is made now. */
  const replyOf = (interactionId: string) => ({
    applicationId: 'app',
    interactionId,
    token: 'secret',
    expiresAt: now() + TOKEN_LIFE,
  });

  /** Every other job has the state that older records have, which an update finds in flight. */
  const stateFor = (id: string) => (ids % 2 === 0 ? id : stateOf(id, `nonce${ids}`));

  function jobOf(member: string, request: Request, prompt: string, isPrivate = false): ReceivedJob {
    ids += 1;
    const id = String(((BigInt(now()) - DISCORD_EPOCH) << 22n) + BigInt(ids));
    return sampleJob({
      id,
      request,
      requester: { id: member, name: member, locale: 'en-US' },
      guildId: 'guild',
      channelId: 'channel',
      reply: replyOf(id),
      state: stateFor(id),
      prompt,
      private: isPrivate,
      createdAt: now(),
    });
  }

  const imagineJob = (member: string, prompt: string, isPrivate = false) =>
    jobOf(member, { kind: 'imagine', prompt, images: [], bot: 'MID_JOURNEY' }, prompt, isPrivate);

  const pressOf = (taskId: string, customId: string): Request => ({
    kind: 'action',
    taskId,
    customId,
    chooseSameChannel: true,
  });

  const numbered = (job: ReceivedJob, n: number): ReceivedJob => {
    const id = `${job.id}-${n}`;
    return { ...job, id, state: stateFor(id) };
  };

  async function makeAll(
    jobs: readonly ReceivedJob[],
    take: (engine: Engine, jobs: readonly ReceivedJob[]) => Promise<readonly IntakeOutcome[]>,
    earlier: string | null = null,
  ): Promise<readonly Gesture[]> {
    const made = jobs.map((job): Gesture => ({ job, earlier, accepted: undefined }));
    const interactionId = interactionOf(jobs[0]?.id ?? '');
    let isHeard = false;
    await interact(interactionId, async (engine) => {
      if (!isHeard) gestures.push(...made);
      // Another process makes the same of an interaction, but for what is random.
      const heard = isHeard ? jobs.map((job) => ({ ...job, state: stateOf(job.id, 'other') })) : jobs;
      isHeard = true;
      try {
        const accepted = await take(engine, heard);
        for (const [index, gesture] of made.entries()) gesture.accepted = accepted[index];
      } catch (error) {
        if (error instanceof AlreadyAnswered) return 'overtaken';
        if (error instanceof StoreError) apologise(interactionId);
        else faults.push(`a gesture failed: ${error}`);
      }
      return 'done';
    });
    return made;
  }

  async function make(
    job: ReceivedJob,
    take: (engine: Engine, job: ReceivedJob) => Promise<IntakeOutcome>,
    earlier: string | null = null,
  ): Promise<Gesture> {
    const [gesture = { job, earlier, accepted: undefined }] = await makeAll(
      [job],
      async (engine, [heard = job]) => [await take(engine, heard)],
      earlier,
    );
    return gesture;
  }

  return {
    during,

    /** All gestures that a living process could hear of, oldest first. */
    gestures,

    /** All that was called off, oldest first. */
    cancels,

    imagine(member: string, prompt = 'a cat', isPrivate = false): Promise<Gesture> {
      const job = imagineJob(member, prompt, isPrivate);
      return make(job, (engine, heard) => engine.accept(heard, accessOf(member)));
    },

    /** Makes several jobs with a message each. The first answer is one of these messages, or another one if `opened`. */
    /** Asks for something that needs pictures. */
    blend(member: string): Promise<Gesture> {
      const images = ['https://pictures.example/1.png', 'https://pictures.example/2.png'];
      const job = jobOf(member, { kind: 'blend', images, dimensions: 'SQUARE', bot: 'MID_JOURNEY' }, '');
      return make(job, (engine, heard) => engine.accept(heard, accessOf(member)));
    },

    imagineMany(member: string, count: number, opened: boolean): Promise<readonly Gesture[]> {
      const first = imagineJob(member, 'cats');
      const jobs = Array.from({ length: count }, (_, n) => (n === 0 && !opened ? first : numbered(first, n + 1)));
      return makeAll(jobs, (engine, heard) =>
        engine.acceptAll(heard, accessOf(member), opened ? () => open(first.id, engine) : undefined),
      );
    },

    /** Says yes to a question about several jobs: a new one, or one that was said yes to before. */
    confirm(member: string, count: number, before: number | null): Promise<readonly Gesture[]> {
      const known = before === null || drafts.length === 0 ? drafts.push(count) - 1 : before % drafts.length;
      const first = imagineJob(member, 'cats');
      const jobs = Array.from({ length: drafts[known] ?? count }, (_, n) => ({
        ...numbered(first, n + 1),
        claims: [draftKey(String(known), n + 1)],
      }));
      return makeAll(jobs, (engine, heard) => engine.acceptAll(heard, accessOf(member), () => open(first.id, engine)));
    },

    press(member: string, taskId: string, customId: string): Promise<Gesture> {
      const job = jobOf(member, pressOf(taskId, customId), 'a cat');
      return make(job, (engine, heard) => engine.accept(heard, accessOf(member)));
    },

    /** Presses several buttons at once, with one message for all. */
    pressAll(member: string, taskId: string, customIds: readonly string[]): Promise<readonly Gesture[]> {
      const first = jobOf(member, { kind: 'show', taskId }, 'a cat');
      const jobs = customIds.map((customId, n) => ({ ...numbered(first, n + 1), request: pressOf(taskId, customId) }));
      return makeAll(jobs, (engine, heard) => engine.acceptGroup(heard, accessOf(member)));
    },

    /** Looks at a task that exists already, or does not. */
    look(member: string, taskId: string): Promise<Gesture> {
      const job = jobOf(member, { kind: 'show', taskId }, '');
      return make(job, (engine, heard) => engine.accept(heard, accessOf(member)));
    },

    retry(member: string, jobId: string): Promise<Gesture> {
      const job = imagineJob(member, '');
      const again = ({ request, text, prompt, parent }: Job, heard: ReceivedJob) => ({
        ...heard,
        request,
        text,
        prompt,
        parent,
      });
      return make(
        job,
        (engine, heard) => engine.retry(jobId, job.id, (earlier) => again(earlier, heard), accessOf(member)),
        jobId,
      );
    },

    cancel: (job: Job): Promise<void> =>
      during(async (engine) => {
        const cancel: Cancel = { job: job.id, step: job.step, isLook: onlyLooks(job), outcome: undefined };
        cancels.push(cancel);
        // What the router answers then changes nothing.
        const refused = (error: unknown) => (error instanceof StoreError ? 'tooLate' : Promise.reject(error));
        cancel.outcome = await engine.cancel(job.id).catch(refused);
      }),

    answerWindow: (jobId: string, prompt: string): Promise<void> =>
      during((engine) => engine.answerWindow(jobId, { prompt, mask: null }, replyOf('1'))),
  };
}

export type Members = ReturnType<typeof createMembers>;
