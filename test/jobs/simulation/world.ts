import { StoreError } from '../../../src/domain/failures/errors.ts';
import type { Job, ReceivedJob } from '../../../src/domain/job/job.ts';
import { holdsSlot } from '../../../src/domain/job/job.ts';
import type { Request } from '../../../src/domain/job/request.ts';
import type { Log, Refusal } from '../../../src/domain/ports.ts';
import type { Engine } from '../../../src/jobs/engine.ts';
import { createEngine } from '../../../src/jobs/engine.ts';
import type { IntakeOutcome } from '../../../src/jobs/intake/admission.ts';
import { createRelayCapabilities } from '../../../src/jobs/relay-capabilities.ts';
import type { Wall } from './presenter.ts';
import { createWall } from './presenter.ts';
import type { Life } from './process-life.ts';
import { createLife } from './process-life.ts';
import type { PaperRelay } from './relay.ts';
import { createPaperRelay } from './relay.ts';
import type { Disk } from './store.ts';
import { createDisk, mountDisk } from './store.ts';

const START = Date.UTC(2026, 0, 1);
const TOKEN_LIFE = 15 * 60_000;
/** No first answer stays unconfirmed for longer, in ms. */
const ANSWER_TIMEOUT = 2_500;
export const CONCURRENCY = 3;
export const DEADLINE = 75 * 60_000;

/** What a member did and what came of it (undefined: the process died over it). */
export type Gesture = {
  readonly job: ReceivedJob;
  /** The id of the job that this one tries again, null when it is none. */
  readonly earlier: string | null;
  accepted: IntakeOutcome | undefined;
};

export type World = {
  readonly disk: Disk;
  readonly relay: PaperRelay;
  readonly presenter: Wall;
  readonly gestures: Gesture[];
  readonly faults: string[];
  readonly alive: boolean;
  now(): number;
  /** A gesture that makes a job; answered or lost when the promise resolves. */
  imagine(member: string, prompt?: string): Promise<Gesture>;
  /** A gesture that makes several jobs, with a message each: the first answer is one of them, or another one. */
  imagineMany(member: string, count: number, opened: boolean): Promise<readonly Gesture[]>;
  /** Presses several buttons at once, with one message for all. */
  pressAll(member: string, taskId: string, customIds: readonly string[]): Promise<readonly Gesture[]>;
  /** Shows a task that exists already, or does not. */
  show(member: string, taskId: string): Promise<Gesture>;
  press(member: string, taskId: string, customId: string): Promise<Gesture>;
  retry(member: string, jobId: string): Promise<Gesture>;
  answerWindow(jobId: string, prompt: string): Promise<void>;
  doorbell(taskId: string, state: string): Promise<void>;
  /** Lets the delayed confirmations of first answers arrive. */
  confirmAnswers(): Promise<void>;
  poll(): Promise<void>;
  /** Lets time pass, then ticks. */
  advance(ms: number): Promise<void>;
  dieAt(writes: number, when: 'before' | 'after'): void;
  kill(): void;
  stop(): Promise<void>;
  restart(): Promise<void>;
};

/** Lets everything that can happen without time passing happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

export function createWorld(): World {
  const disk = createDisk();
  const relay = createPaperRelay();
  const presenter = createWall();
  const gestures: Gesture[] = [];
  const faults: string[] = [];
  let now = START;
  let ids = 0;
  let life: Life = createLife();
  let engine: Engine = run(life);

  function run(into: Life): Engine {
    const silent = () => {};
    const log: Log = {
      debug: silent,
      info: silent,
      warn: silent,
      error: (facts, message) => void faults.push(`${message} ${JSON.stringify(facts, errorText)}`),
    };
    const mounted = relay.mount(into);
    const clock = { now: () => now };
    const refusals = {
      all: async () => disk.refusals,
      add: async (_: string, refusal: Refusal) => void disk.refusals.push(refusal),
    };
    return createEngine({
      relay: {
        ...mounted,
        submit(...submission) {
          // A submission found later holds a slot that nobody could have counted.
          const held = [...disk.open.values()].filter((job) => holdsSlot(job) && !disk.unanswered.has(job.id)).length;
          if (held > CONCURRENCY) faults.push(`a submission started as one of ${held}`);
          return mounted.submit(...submission);
        },
      },
      store: mountDisk(disk, into),
      presenter: presenter.mount(into),
      clock,
      capabilities: createRelayCapabilities({ refusals, relay: 'relay', clock, log }),
      log,
      limits: { concurrency: CONCURRENCY, memberMaxWaiting: 50, deadline: DEADLINE },
      signal: new AbortController().signal,
      wake: () => {},
    });
  }

  function draft(member: string, request: Request, prompt: string): ReceivedJob {
    ids += 1;
    const id = String(((BigInt(now) - 1_420_070_400_000n) << 22n) + BigInt(ids));
    return {
      step: 'received',
      id,
      request,
      text: null,
      requester: { id: member, name: member, locale: 'en-US' },
      locale: 'en-US',
      guildId: 'guild',
      channelId: 'channel',
      private: false,
      reply: { applicationId: 'app', interactionId: id, token: 'secret', expiresAt: now + TOKEN_LIFE },
      parent: null,
      group: [],
      claims: [],
      state: id,
      attachmentLimit: 10_000_000,
      prompt,
      createdAt: now,
    };
  }

  async function make(
    job: ReceivedJob,
    take: (engine: Engine) => Promise<IntakeOutcome>,
    earlier: string | null = null,
  ): Promise<Gesture> {
    const gesture: Gesture = { job, earlier, accepted: undefined };
    if (!life.alive) return gesture;
    gestures.push(gesture);
    void take(engine).then(
      (accepted) => {
        gesture.accepted = accepted;
      },
      (error: unknown) => {
        if (!(error instanceof StoreError)) faults.push(`a gesture failed: ${error}`);
      },
    );
    await settle();
    return gesture;
  }

  async function makeMany(
    jobs: readonly ReceivedJob[],
    take: (engine: Engine) => Promise<readonly IntakeOutcome[]>,
  ): Promise<readonly Gesture[]> {
    if (!life.alive) return [];
    const made = jobs.map((job): Gesture => ({ job, earlier: null, accepted: undefined }));
    gestures.push(...made);
    void take(engine).then((all) => {
      for (const [index, accepted] of all.entries()) Object.assign(made[index] ?? {}, { accepted });
    });
    await settle();
    await settle();
    return made;
  }

  const numbered = (job: ReceivedJob, n: number): ReceivedJob => ({
    ...job,
    id: `${job.id}-${n}`,
    state: `${job.id}-${n}`,
  });

  async function during(work: (engine: Engine) => unknown): Promise<void> {
    if (!life.alive) return;
    void work(engine);
    await settle();
  }

  return {
    disk,
    relay,
    presenter,
    gestures,
    faults,
    get alive() {
      return life.alive;
    },
    now: () => now,
    imagine(member, prompt = 'a cat') {
      const job = draft(member, { kind: 'imagine', prompt, images: [], bot: 'MID_JOURNEY' }, prompt);
      return make(job, (into) => into.accept(job));
    },
    imagineMany(member, count, opened) {
      const first = draft(member, { kind: 'imagine', prompt: 'cats', images: [], bot: 'MID_JOURNEY' }, 'cats');
      const jobs = Array.from({ length: count }, (_, n) => (n === 0 && !opened ? first : numbered(first, n + 1)));
      const current = life;
      const opening = () => current.write(() => void presenter.answered.add(first.id));
      return makeMany(jobs, (into) => into.acceptAll(jobs, opened ? opening : undefined));
    },
    pressAll(member, taskId, customIds) {
      const first = draft(member, { kind: 'show', taskId }, 'a cat');
      const jobs = customIds.map((customId, n): ReceivedJob => {
        return { ...numbered(first, n + 1), request: { kind: 'action', taskId, customId, chooseSameChannel: true } };
      });
      return makeMany(jobs, (into) => into.acceptGroup(jobs));
    },
    show(member, taskId) {
      const job = draft(member, { kind: 'show', taskId }, '');
      return make(job, (into) => into.accept(job));
    },
    press(member, taskId, customId) {
      const job = draft(member, { kind: 'action', taskId, customId, chooseSameChannel: true }, 'a cat');
      return make(job, (into) => into.accept(job));
    },
    retry(member, jobId) {
      const job = draft(member, { kind: 'imagine', prompt: '', images: [], bot: 'MID_JOURNEY' }, '');
      const again = ({ request, text, prompt, parent }: Job) => ({ ...job, request, text, prompt, parent });
      return make(job, (into) => into.retry(jobId, job.id, again), jobId);
    },
    answerWindow: (jobId, prompt) =>
      during((into) => {
        const reply = { applicationId: 'app', interactionId: '1', token: 'secret', expiresAt: now + TOKEN_LIFE };
        return into.answerWindow(jobId, { prompt, mask: null }, reply);
      }),
    doorbell: (taskId, state) => during((into) => into.doorbell(taskId, state)),
    confirmAnswers: () => during(() => presenter.confirmAnswers()),
    poll: () =>
      during(async (into) => {
        const ids = into.due();
        if (ids.length === 0) return;
        const { tasks, missing } = await relay.mount(life).list(ids, new AbortController().signal);
        await into.seen(tasks, missing);
      }),
    async advance(ms) {
      if (ms > ANSWER_TIMEOUT) await during(() => presenter.confirmAnswers());
      // Whatever supervises the process starts it again soon: far sooner than an interaction token dies.
      now += life.alive ? ms : Math.min(ms, 1000);
      await during((into) => into.tick());
    },
    dieAt: (writes, when) => life.dieAt(writes, when),
    kill: () => life.die(),
    async stop() {
      await during((into) => into.stop());
      life.die();
    },
    async restart() {
      life.die();
      await settle();
      life = createLife();
      engine = run(life);
      await during(async (into) => (await into.resume())());
    },
  };
}

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}

/** Open jobs of one step, as stored. */
export function jobsIn<S extends Job['step']>(world: World, step: S): Extract<Job, { step: S }>[] {
  return [...world.disk.open.values()].filter((job): job is Extract<Job, { step: S }> => job.step === step);
}
