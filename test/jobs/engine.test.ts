import { describe, expect, it, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import type { AnswerMood } from './simulation/presenter.ts';
import { CONCURRENCY, createWorld, DEADLINE, type Gesture, jobsIn, type World } from './simulation/world.ts';

const MINUTE = 60_000;

test('a job that cannot be written down is not submitted, and not tried in a tight loop', async () => {
  const world = createWorld();
  world.relay.moods.push('full');
  await world.imagine('ann');
  world.disk.failures = Number.POSITIVE_INFINITY;
  await world.advance(5_000);
  const { failed } = world.disk;
  expect(failed).toBeGreaterThan(0);
  expect(failed).toBeLessThan(10);
  expect(world.relay.posts.filter(({ billed }) => billed)).toEqual([]);
  world.disk.failures = 0;
  await world.advance(5_000);
  world.relay.run('SUCCESS');
  await world.poll();
  await world.advance(5_000);
  world.faults.length = 0;
  expect(audit(world)).toEqual([]);
  expect(world.relay.posts.filter(({ billed }) => billed)).toHaveLength(1);
});

test('a task whose acceptance cannot be written down is followed all the same', async () => {
  const world = createWorld();
  world.dieAt(Number.POSITIVE_INFINITY, 'before');
  await world.imagine('ann');
  world.disk.failures = Number.POSITIVE_INFINITY;
  world.relay.run('SUCCESS');
  await world.poll();
  world.disk.failures = 0;
  for (let second = 0; second < 5; second += 1) await world.advance(2_000);
  world.faults.length = 0;
  expect(audit(world)).toEqual([]);
});

test('no more jobs run than there are slots, and free ones go to who has the fewest', async () => {
  const world = createWorld();
  for (let i = 0; i < CONCURRENCY + 2; i += 1) await world.imagine('ann');
  await world.advance(10);
  await world.imagine('ben');
  expect(world.relay.posts).toHaveLength(CONCURRENCY);
  const first = world.relay.tasks.values().next().value;
  if (first) world.relay.tasks.set(first.id, { ...first, status: 'SUCCESS', imageUrl: 'https://relay.example/1.png' });
  await world.poll();
  const members = world.relay.posts.map(
    ({ state }) => world.gestures.find(({ job }) => job.id === state)?.job.requester.id,
  );
  expect(members).toEqual([...Array.from({ length: CONCURRENCY }, () => 'ann'), 'ben']);
});

test('in a long line only those whose place is near, or told otherwise now, hear of a job that ended', async () => {
  const world = createWorld();
  const waiting = 40;
  for (let n = 0; n < CONCURRENCY + waiting; n += 1) {
    await world.advance(1);
    await world.imagine(`member ${n}`);
  }
  await world.advance(1_000);
  world.presenter.progress.length = 0;
  await world.advance(1_000);
  expect(world.presenter.progress).toEqual([]);

  const first = world.relay.tasks.values().next().value;
  if (first) world.relay.tasks.set(first.id, { ...first, status: 'SUCCESS', imageUrl: 'https://relay.example/1.png' });
  await world.poll();
  world.presenter.progress.length = 0;
  await world.advance(1_000);
  // Those with 0 to 9 ahead of them now, and those who had 20 and 30.
  const told = world.presenter.progress.map(
    (id) => world.gestures.findIndex(({ job }) => job.id === id) - CONCURRENCY - 1,
  );
  expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 19, 29]);
});

test('a further message that cannot be looked for is not posted again while it may be seen in a moment', async () => {
  const world = createWorld();
  world.presenter.searchable = false;
  world.presenter.answers.push('take', 'lose');
  await world.imagineMany('ann', 2, true);
  world.kill();
  await world.restart();
  await world.advance(5_000);
  world.presenter.searchable = true;
  await world.advance(2_000);
  world.relay.run('SUCCESS');
  await world.poll();
  expect([...world.presenter.messages.values()].map(({ copies, final }) => [copies, final?.kind])).toEqual([
    [1, 'pictures'],
    [1, 'pictures'],
  ]);
  expect(audit(world)).toEqual([]);
});

test.each(['before', 'after'] as const)(
  'a second try that is shown has ended the first one, though the process dies %s any write',
  async (when) => {
    for (let writes = 0; writes < 12; writes += 1) {
      const world = createWorld();
      world.relay.listable = false;
      world.relay.moods.push('silent');
      const { job } = await world.imagine('ann');
      expect(jobsIn(world, 'unknown')).toHaveLength(1);
      world.dieAt(writes, when);
      const again = await world.retry('ann', job.id);
      world.dieAt(Number.POSITIVE_INFINITY, 'before');
      if (world.alive) world.kill();
      await world.restart();
      await world.advance(2_000);
      const taken = world.presenter.messages.has(again.job.id);
      const open = jobsIn(world, 'unknown').some(({ id }) => id === job.id);
      expect(open, `${writes} writes`).toBe(!taken);
    }
  },
);

test('a task past its deadline is told overdue, looked at rarely, and still delivered the next day', async () => {
  const world = createWorld();
  await world.imagine('ann');
  await world.advance(DEADLINE + 1000);
  expect(jobsIn(world, 'overdue')).toHaveLength(1);
  await world.advance(20 * 60 * MINUTE);
  world.relay.run('SUCCESS');
  await world.poll();
  expect(audit(world)).toEqual([]);
  expect([...world.presenter.messages.values()].map(({ final }) => final?.kind)).toEqual(['pictures']);
});

test('a task the relay has forgotten is given up after a minute, not at the first miss', async () => {
  const world = createWorld();
  await world.imagine('ann');
  world.relay.tasks.clear();
  await world.poll();
  expect(jobsIn(world, 'following')).toHaveLength(1);
  await world.advance(MINUTE + 1000);
  await world.poll();
  const [message] = world.presenter.messages.values();
  expect(message?.final).toEqual({ kind: 'failed', reason: { kind: 'taskLost' } });
});

test('a window nobody writes into ends after a day, holding no slot meanwhile', async () => {
  const world = createWorld();
  world.relay.moods.push('window');
  await world.imagine('ann');
  for (let i = 0; i < CONCURRENCY; i += 1) await world.imagine('ann');
  expect(world.relay.posts).toHaveLength(CONCURRENCY + 1);
  await world.advance(24 * 60 * MINUTE + 1000);
  const [message] = world.presenter.messages.values();
  expect(message?.final).toEqual({ kind: 'failed', reason: { kind: 'windowExpired' } });
});

test('an interaction token is forgotten once it is dead', async () => {
  const world = createWorld();
  await world.imagine('ann');
  const [running] = jobsIn(world, 'following');
  expect(running?.reply?.token).toBe('secret');
  await world.advance(15 * MINUTE + 1000);
  expect(JSON.stringify([...world.disk.open.values()])).not.toContain('secret');
});

test('only a job that took more than five minutes ends with a notice', async () => {
  const world = createWorld();
  await world.imagine('ann');
  world.relay.run('SUCCESS');
  await world.poll();
  expect(world.presenter.notices).toEqual([]);
  await world.imagine('ben');
  await world.advance(6 * MINUTE);
  world.relay.run('SUCCESS');
  await world.poll();
  expect(world.presenter.notices).toHaveLength(1);
});

test('a task that the relay never says a word about is not shown for ever as about to start', async () => {
  const world = createWorld();
  await world.show('ann', 'nobody-knows');
  await world.advance(MINUTE / 2);
  expect(jobsIn(world, 'following')).toHaveLength(1);
  await world.advance(MINUTE);
  await world.advance(1000);
  const [message] = world.presenter.messages.values();
  expect(message?.final).toEqual({ kind: 'failed', reason: { kind: 'unreachable' } });
  expect(world.relay.posts).toEqual([]);
});

test('a gesture that died unanswered does not stand in the way of its repetition right after the restart', async () => {
  const world = createWorld();
  await world.imagine('ann');
  world.relay.run('SUCCESS');
  await world.poll();
  const [task] = world.relay.tasks.values();
  const upscale = task?.buttons[0]?.customId ?? '';
  world.dieAt(3, 'before');
  const lost = await world.press('ann', task?.id ?? '', upscale);
  expect(lost.accepted).toBeUndefined();
  expect(jobsIn(world, 'received')).toHaveLength(1);
  await world.restart();
  const repeated = await world.press('ben', task?.id ?? '', upscale);
  expect(repeated.accepted?.kind).toBe('begun');
});

describe('a second try of a job that got no answer', () => {
  /** Makes a job whose submission is charged though nobody is told, and a second try that Discord has not confirmed yet. */
  async function retried(begin: (world: World) => Promise<Gesture>, answer: AnswerMood = 'take') {
    const world = createWorld();
    const earlier = await begin(world);
    expect(jobsIn(world, 'unknown')).toHaveLength(1);
    world.presenter.answers.push('delay', answer);
    const second = await world.retry('ann', earlier.job.id);
    expect(jobsIn(world, 'received')).toHaveLength(1);
    const endOf = (id: string) => world.presenter.messages.get(id)?.final;
    return { world, earlier: earlier.job.id, second: second.job.id, endOf };
  }

  function imagine(world: World): Promise<Gesture> {
    world.relay.moods.push('silentButCreated');
    return world.imagine('ann');
  }

  async function finish(world: World): Promise<void> {
    world.relay.run('SUCCESS');
    await world.poll();
    await world.advance(1_000);
  }

  async function upscale(world: World): Promise<Gesture> {
    await world.imagine('ann');
    await finish(world);
    world.relay.moods.push('silentButCreated');
    return world.press('ann', ...firstUpscale(world));
  }

  /** The task and the button of the first grid's upscale. */
  function firstUpscale(world: World): [string, string] {
    const [grid] = world.relay.tasks.values();
    return [grid?.id ?? '', grid?.buttons[0]?.customId ?? ''];
  }

  const billedTo = (world: World) => world.relay.posts.filter(({ billed }) => billed).map(({ state }) => state);

  const found = { kind: 'failed', reason: { kind: 'earlierFound' } };

  it.each([
    ['in the listing', async (world: World) => world.advance(1_000)],
    [
      'by a callback',
      async (world: World) => {
        world.relay.listable = false;
        const [task] = world.relay.tasks.values();
        await world.doorbell(task?.id ?? '', task?.state ?? '');
        await world.advance(1_000);
      },
    ],
  ])('is not submitted when the first one is found %s before Discord confirms it', async (_, find) => {
    const { world, earlier, second, endOf } = await retried(imagine);
    await find(world);
    expect(jobsIn(world, 'following').map(({ id }) => id)).toEqual([earlier]);
    await world.confirmAnswers();
    const place = world.presenter.messages.get(earlier)?.place;
    expect(endOf(second)).toEqual({ kind: 'failed', reason: { kind: 'earlierFound', place } });
    await finish(world);
    expect(endOf(earlier)?.kind).toBe('pictures');
    expect(billedTo(world)).toEqual([earlier]);
    expect(audit(world)).toEqual([]);
  });

  it('is not submitted when the first one has even ended well before Discord confirms it', async () => {
    const { world, earlier, second, endOf } = await retried(imagine);
    await world.advance(1_000);
    await finish(world);
    expect(endOf(earlier)?.kind).toBe('pictures');
    await world.confirmAnswers();
    await world.advance(1_000);
    expect(endOf(second)).toMatchObject(found);
    expect(billedTo(world)).toEqual([earlier]);
  });

  it('is not submitted when the text of the first one turns out to have arrived', async () => {
    const { world, earlier, second, endOf } = await retried(async (world) => {
      world.relay.moods.push('window', 'silentButCreated');
      const gesture = await world.imagine('ann');
      await world.answerWindow(gesture.job.id, 'a dog');
      return gesture;
    });
    world.relay.run('IN_PROGRESS');
    await world.poll();
    expect(jobsIn(world, 'following').map(({ id }) => id)).toEqual([earlier]);
    await world.confirmAnswers();
    await finish(world);
    expect(endOf(second)).toMatchObject(found);
    expect(billedTo(world)).toEqual([earlier, earlier]);
  });

  it('is submitted when the first one has been given up before Discord confirms it', async () => {
    const { world, earlier, second, endOf } = await retried(async (world) => {
      world.relay.listable = false;
      world.relay.moods.push('silent');
      const gesture = await world.imagine('ann');
      await world.advance(DEADLINE - 1_000);
      return gesture;
    });
    await world.advance(2_000);
    expect(endOf(earlier)).toMatchObject({ reason: { kind: 'unanswered' } });
    await world.confirmAnswers();
    await finish(world);
    expect(endOf(second)?.kind).toBe('pictures');
    expect(billedTo(world)).toEqual([second]);
    expect(audit(world)).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    'is not submitted by the next process either, whichever write the last one died %s',
    async (when) => {
      for (let writes = 0; writes < 8; writes += 1) {
        const { world, earlier, second, endOf } = await retried(upscale);
        await world.advance(1_000);
        world.dieAt(writes, when);
        await world.confirmAnswers();
        world.kill();
        await world.restart();
        await world.advance(1_000);
        await finish(world);
        expect(endOf(earlier)?.kind).toBe('pictures');
        expect(endOf(second), `${writes} writes`).toMatchObject(found);
        const again = await world.press('ben', ...firstUpscale(world));
        expect(again.accepted).toMatchObject({ kind: 'claimed', by: { id: earlier } });
        expect(audit(world)).toEqual([]);
      }
    },
  );

  it('gives the claim back to the first one, found meanwhile, when Discord does not take it', async () => {
    const { world, earlier } = await retried(upscale, 'refuse');
    await world.advance(1_000);
    expect(jobsIn(world, 'following').map(({ id }) => id)).toEqual([earlier]);
    await world.confirmAnswers();
    expect(jobsIn(world, 'received')).toEqual([]);
    const press = await world.press('ben', ...firstUpscale(world));
    expect(press.accepted).toMatchObject({ kind: 'claimed', by: { id: earlier } });
    await finish(world);
    expect(audit(world)).toEqual([]);
  });

  it('gives the claim back when the store fails on the way', async () => {
    const world = createWorld();
    const earlier = await upscale(world);
    world.disk.losesPass = true;
    await world.retry('ann', earlier.job.id);
    await world.advance(1_000);
    const press = await world.press('ben', ...firstUpscale(world));
    expect(press.accepted).toMatchObject({ kind: 'claimed', by: { id: earlier.job.id } });
    await finish(world);
    expect(audit(world)).toEqual([]);
  });

  it('is not submitted before it is written down that the first one has ended', async () => {
    for (let writes = 0; writes < 8; writes += 1) {
      const { world } = await retried(imagine);
      world.relay.listable = false;
      world.disk.failures = 1;
      world.dieAt(writes, 'after');
      await world.confirmAnswers();
      world.kill();
      world.relay.listable = true;
      await world.restart();
      await world.advance(1_000);
      await finish(world);
      await finish(world);
      world.faults.length = 0;
      expect(audit(world), `${writes} writes`).toEqual([]);
    }
  });
});
