import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import type { AnswerMood, FinalMood } from './simulation/presenter.ts';
import type { Mood } from './simulation/relay.ts';
import type { World } from './simulation/world.ts';
import { createWorld, DEADLINE, jobsIn } from './simulation/world.ts';

const member = fc.constantFrom('ann', 'ben', 'cho');
const nth = fc.nat(20);
const mood = fc.constantFrom<Mood>(
  'accept',
  'window',
  'images',
  'refuse',
  'full',
  'notReady',
  'unreached',
  'silentButCreated',
  'silent',
);

const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('imagine' as const), member }) },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('press' as const), member, nth, button: fc.constantFrom(0, 0, 1, 2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('many' as const),
      member,
      count: fc.integer({ min: 2, max: 5 }),
      opened: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('all' as const), member, nth }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('answerWindow' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('retry' as const), member, nth }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('advance' as const), ms: fc.constantFrom(50, 1900, 7000, 400_000) }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('poll' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('doorbell' as const), nth, forged: fc.option(nth, { nil: null }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('run' as const),
      end: fc.constantFrom('SUCCESS' as const, 'SUCCESS' as const, 'FAILURE' as const, 'IN_PROGRESS' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('relay' as const), mood }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('answer' as const),
      mood: fc.constantFrom<AnswerMood>('lose', 'refuse', 'delay', 'delay'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('confirmAnswers' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('final' as const), mood: fc.constant<FinalMood>('later') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('dieAt' as const),
      writes: fc.nat(12),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(items.length, 1)];

async function play(world: World, step: Event): Promise<void> {
  switch (step.type) {
    case 'imagine':
      await world.imagine(step.member);
      return;
    case 'press': {
      const record = pick([...world.disk.messages.values()], step.nth);
      const button = record?.buttons[step.button];
      if (record?.taskId && button) await world.press(step.member, record.taskId, button.customId);
      return;
    }
    case 'many':
      await world.imagineMany(step.member, step.count, step.opened);
      return;
    case 'all': {
      const record = pick([...world.disk.messages.values()], step.nth);
      const [upscale, variation] = record?.buttons ?? [];
      const other = upscale?.customId.replace('::2::', '::3::');
      if (record?.taskId && upscale && variation && other)
        await world.pressAll(step.member, record.taskId, [upscale.customId, other]);
      return;
    }
    case 'answerWindow': {
      const job = pick(jobsIn(world, 'window'), step.nth);
      if (job) await world.answerWindow(job.id, 'a dog');
      return;
    }
    case 'retry': {
      const failed = [...world.presenter.messages.values()].filter(({ final }) => final?.kind === 'failed');
      const jobs = [...jobsIn(world, 'unknown').map(({ id }) => id), ...failed.map(({ job }) => job)];
      const id = pick(jobs, step.nth);
      if (id) await world.retry(step.member, id);
      return;
    }
    case 'advance':
      return world.advance(step.ms);
    case 'poll':
      return world.poll();
    case 'doorbell': {
      const task = pick([...world.relay.tasks.values()], step.nth);
      const forged = step.forged === null ? undefined : pick([...world.presenter.messages.values()], step.forged);
      if (task) await world.doorbell(task.id, forged?.job ?? task.state);
      return;
    }
    case 'run':
      return world.relay.run(step.end);
    case 'relay':
      world.relay.moods.push(step.mood);
      return;
    case 'answer':
      world.presenter.answers.push(step.mood);
      return;
    case 'confirmAnswers':
      return world.confirmAnswers();
    case 'final':
      world.presenter.finals.push(step.mood);
      return;
    case 'dieAt':
      return world.dieAt(step.writes, step.when);
    case 'stop':
      return world.stop();
    case 'restart':
      return world.restart();
  }
}

/** Everybody behaves and time passes until nothing is open. */
async function rest(world: World): Promise<void> {
  world.relay.moods.length = 0;
  world.presenter.answers.length = 0;
  world.presenter.finals.length = 0;
  world.dieAt(Number.POSITIVE_INFINITY, 'before');
  if (!world.alive) await world.restart();
  await world.confirmAnswers();
  for (let round = 0; round < 60 && world.disk.open.size > 0; round += 1) {
    await world.advance(round < 40 ? 61_000 : DEADLINE);
    for (const job of jobsIn(world, 'window')) await world.answerWindow(job.id, 'a dog');
    world.relay.run('SUCCESS');
    await world.poll();
  }
}

test('whatever happens in whatever order, what was asked, what was paid and what is shown agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 5, maxLength: 60, size: 'max' }),
      fc.boolean(),
      fc.boolean(),
      async (script, listable, searchable) => {
        const world = createWorld();
        world.relay.listable = listable;
        world.presenter.searchable = searchable;
        for (const step of script) await play(world, step);
        await rest(world);
        expect(audit(world)).toEqual([]);
      },
    ),
    { numRuns: 3000 },
  );
}, 120_000);
