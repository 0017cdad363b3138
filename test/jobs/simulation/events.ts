import fc from 'fast-check';
import { DEADLINE } from './engine.ts';
import type { AnswerBehaviour, DeliveryBehaviour } from './presenter.ts';
import type { SubmitBehaviour } from './relay.ts';
import { jobsIn, type World } from './simulation.ts';

const member = fc.constantFrom('ann', 'ben', 'cho');
const nth = fc.nat(20);
export const submitBehaviour = fc.constantFrom<SubmitBehaviour>(
  'accept',
  'window',
  'images',
  'refuse',
  'unsupported',
  'noAccount',
  'full',
  'notReady',
  'unreached',
  'several',
  'silentButCreated',
  'silentButSeveral',
  'silent',
);

/** What members, the relay and Discord do, whichever process it meets. */
export const outerEvents = [
  { weight: 6, arbitrary: fc.record({ type: fc.constant('imagine' as const), member, hidden: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('press' as const), member, nth, button: fc.constantFrom(0, 0, 1, 2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('imagineMany' as const),
      member,
      count: fc.integer({ min: 2, max: 5 }),
      opened: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('confirm' as const),
      member,
      count: fc.integer({ min: 2, max: 3 }),
      before: fc.option(nth, { nil: null }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pressAll' as const), member, nth }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('look' as const), member, nth }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('answerWindow' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('retry' as const), member, nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('advance' as const),
      ms: fc.constantFrom<number>(50, 1900, 7000, 400_000),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('poll' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('doorbell' as const), nth, forged: fc.option(nth, { nil: null }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('moveTasks' as const),
      status: fc.constantFrom('SUCCESS' as const, 'SUCCESS' as const, 'FAILURE' as const, 'IN_PROGRESS' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('submitBehaviour' as const), behaviour: submitBehaviour }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('answerBehaviour' as const),
      behaviour: fc.constantFrom<AnswerBehaviour>('lose', 'refuse', 'delay', 'delay'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('confirmAnswers' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('fillDisk' as const),
      left: fc.nat(8),
      failing: fc.constantFrom(1, 3, 99),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('deliveryBehaviour' as const),
      behaviour: fc.constantFrom<DeliveryBehaviour>('later', 'lack', 'lack'),
    }),
  },
];
export type OuterEvent = (typeof outerEvents)[number]['arbitrary'] extends fc.Arbitrary<infer E> ? E : never;

/** Some dozens of events, one after another. */
export const sequenceOf = <E>(event: fc.Arbitrary<E>): fc.Arbitrary<E[]> =>
  fc.array(event, { minLength: 5, maxLength: 60, size: 'max' });

/** The n-th item, counting round and round. */
const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(items.length, 1)];

export async function performOuter(simulation: World, event: OuterEvent): Promise<void> {
  const { presenter, relay, store } = simulation;
  switch (event.type) {
    case 'imagine':
      await simulation.imagine(event.member, 'a cat', event.hidden);
      return;
    case 'press': {
      const record = pick([...store.messages.values()], event.nth);
      const button = record?.buttons[event.button];
      if (record?.taskId && button) await simulation.press(event.member, record.taskId, button.customId);
      return;
    }
    case 'imagineMany':
      await simulation.imagineMany(event.member, event.count, event.opened);
      return;
    case 'confirm':
      await simulation.confirm(event.member, event.count, event.before);
      return;
    case 'pressAll': {
      const record = pick([...store.messages.values()], event.nth);
      const [upscale, variation] = record?.buttons ?? [];
      const other = upscale?.customId.replace('::2::', '::3::');
      if (record?.taskId && upscale && variation && other)
        await simulation.pressAll(event.member, record.taskId, [upscale.customId, other]);
      return;
    }
    case 'look': {
      const task = pick([...relay.tasks.keys()], event.nth);
      if (task) await simulation.look(event.member, task);
      return;
    }
    case 'cancel': {
      const job = pick([...store.open.values()], event.nth);
      if (job) await simulation.cancel(job);
      return;
    }
    case 'answerWindow': {
      const job = pick(jobsIn(simulation, 'window'), event.nth);
      if (job) await simulation.answerWindow(job.id, 'a dog');
      return;
    }
    case 'retry': {
      const failed = [...presenter.messages.values()].filter(({ final }) => final?.kind === 'failed');
      const jobs = [...jobsIn(simulation, 'unknown').map(({ id }) => id), ...failed.map(({ job }) => job)];
      const id = pick(jobs, event.nth);
      if (id) await simulation.retry(event.member, id);
      return;
    }
    case 'advance': {
      // What a full disk did not take is tried again every second, and here only once: otherwise it would be full for longer than
      // any token lives.
      const { left, failing } = store.intakeRoom;
      store.intakeRoom = { left, failing: Math.max(0, failing - Math.floor(event.ms / 1000)) };
      return simulation.advance(event.ms);
    }
    case 'poll':
      return simulation.poll();
    case 'doorbell': {
      const task = pick([...relay.tasks.values()], event.nth);
      const forged = event.forged === null ? undefined : pick([...presenter.messages.values()], event.forged);
      const state = forged && (store.open.get(forged.job) ?? store.settled.get(forged.job))?.state;
      if (task) await simulation.doorbell(task.id, state ?? task.state);
      return;
    }
    case 'moveTasks':
      return relay.moveTasks(event.status);
    case 'submitBehaviour':
      relay.behaviours.push(event.behaviour);
      return;
    case 'answerBehaviour':
      presenter.answers.push(event.behaviour);
      return;
    case 'confirmAnswers':
      return simulation.confirmAnswers();
    case 'deliveryBehaviour':
      presenter.deliveries.push(event.behaviour);
      return;
    case 'fillDisk':
      store.intakeRoom = { left: event.left, failing: event.failing };
      return;
  }
}

/** Everybody behaves from now on, all processes are there again, and time passes until nothing is open. */
export async function comeToRest(simulation: World, recover: () => Promise<void>): Promise<void> {
  const { presenter, relay, store } = simulation;
  relay.behaviours.length = 0;
  relay.behavioursElsewhere.length = 0;
  presenter.answers.length = 0;
  presenter.deliveries.length = 0;
  store.intakeRoom = { left: 0, failing: 0 };
  await recover();
  await simulation.confirmAnswers();
  for (let round = 0; round < 60 && store.open.size > 0; round += 1) {
    await simulation.advance(round < 40 ? 61_000 : DEADLINE);
    for (const job of jobsIn(simulation, 'window')) await simulation.answerWindow(job.id, 'a dog');
    relay.moveTasks('SUCCESS');
    await simulation.poll();
  }
}
