import { describe, expect, test } from 'vitest';
import { isFurther } from '../../../src/domain/job/job.ts';
import { audit } from '../simulation/audit.ts';
import { createSimulation, DEADLINE, jobsIn, type Simulation } from '../simulation/simulation.ts';

const MINUTE = 60_000;

/** Asks for something of which the relay makes three tasks. */
function askForSeveral(simulation: Simulation) {
  simulation.relay.behaviours.push('several');
  return simulation.imagine('ann');
}

/** Finishes every task and shows what comes of it. */
async function finish(simulation: Simulation): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await simulation.advance(40_000);
    simulation.relay.moveTasks('SUCCESS');
    await simulation.poll();
  }
}

/** The tasks whose pictures are shown, in the order of their messages. */
function shownTasks({ presenter }: Simulation): string[] {
  return [...presenter.messages.values()].flatMap(({ final }) =>
    final?.kind === 'pictures' ? [final.taskId ?? ''] : [],
  );
}

const ALL = ['task-1', 'task-2', 'task-3'];

describe('every result of one submission arrives, in a message of its own and once', () => {
  test.each(['before', 'after'] as const)('though the process dies %s any write', async (when) => {
    let whole = false;
    for (let writes = 0; !whole; writes += 1) {
      const simulation = createSimulation();
      simulation.dieAt(writes, when);
      await askForSeveral(simulation);
      await finish(simulation);
      whole = simulation.alive;
      simulation.dieAt(Number.POSITIVE_INFINITY, 'before');
      if (!whole) await simulation.restart();
      await finish(simulation);
      // A submission that never arrived is given up in the end.
      for (let round = 0; round < 2; round += 1) await simulation.advance(DEADLINE);
      expect(audit(simulation), `${writes} writes`).toEqual([]);
      // When it dies before the relay hears of it, nothing is paid and nothing comes.
      const isPaid = simulation.relay.posts.some(({ billed }) => billed);
      expect(shownTasks(simulation).toSorted(), `${writes} writes`).toEqual(isPaid ? ALL : []);
    }
  });

  test.each([1, 3])(
    'though its answer is lost and %i listings fail after a callback named one of them',
    async (failures) => {
      const simulation = createSimulation();
      simulation.relay.behaviours.push('silentButSeveral');
      await simulation.imagine('ann');
      simulation.relay.failedListings = failures;
      const [first] = simulation.relay.tasks.values();
      await simulation.doorbell(first?.id ?? '', first?.state ?? '');
      for (let second = 0; second < 3; second += 1) await simulation.advance(1_000);
      await finish(simulation);
      await finish(simulation);
      expect(shownTasks(simulation)).toEqual(ALL);
      expect(audit(simulation)).toEqual([]);
    },
  );

  test('though the member has as many jobs as they may have', async () => {
    const simulation = createSimulation({ memberMaxWaiting: 1 });
    await askForSeveral(simulation);
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    expect(audit(simulation)).toEqual([]);
  });

  test('though the process is told to stop while the relay answers', async () => {
    const simulation = createSimulation();
    const answered = simulation.relay.holdAnswers();
    await askForSeveral(simulation);
    const stopped = simulation.stop();
    answered();
    await stopped;
    await simulation.restart();
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    expect(audit(simulation)).toEqual([]);
  });

  test('though the relay knows none of them for half a minute', async () => {
    const simulation = createSimulation();
    await askForSeveral(simulation);
    const known = [...simulation.relay.tasks];
    simulation.relay.tasks.clear();
    await simulation.poll();
    await simulation.advance(MINUTE / 2);
    await simulation.poll();
    expect(jobsIn(simulation, 'following')).toHaveLength(3);
    for (const [id, task] of known) simulation.relay.tasks.set(id, task);
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    expect(audit(simulation)).toEqual([]);
  });

  test('though the interaction’s token has died in the queue', async () => {
    const simulation = createSimulation();
    simulation.relay.behaviours.push('unreached');
    await askForSeveral(simulation);
    await simulation.advance(16 * MINUTE);
    await simulation.advance(MINUTE);
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    expect(audit(simulation)).toEqual([]);
  });

  test('though Discord takes none of their messages: then by direct message', async () => {
    const simulation = createSimulation();
    // The first answer, and each further message twice: by the token and as the bot.
    simulation.presenter.answers.push('take', 'refuse', 'refuse', 'refuse', 'refuse');
    await askForSeveral(simulation);
    const silent = jobsIn(simulation, 'following').filter(isFurther);
    expect(silent.map(({ private: hidden, place }) => [hidden, place.channelId])).toEqual([
      [true, 'ann'],
      [true, 'ann'],
    ]);
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    expect(audit(simulation)).toEqual([]);
  });

  test('though the store takes nothing for a while after the relay has answered', async () => {
    const simulation = createSimulation();
    const answered = simulation.relay.holdAnswers();
    await askForSeveral(simulation);
    simulation.store.failingWrites = 12;
    answered();
    for (let second = 0; second < 20; second += 1) await simulation.advance(1_000);
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    simulation.faults.length = 0;
    expect(audit(simulation)).toEqual([]);
  });

  test('though the answer got lost: a relay that lists its tasks is asked for all of them', async () => {
    const simulation = createSimulation();
    simulation.relay.behaviours.push('silentButSeveral');
    await simulation.imagine('ann');
    expect(jobsIn(simulation, 'unknown')).toHaveLength(1);
    await finish(simulation);
    expect(shownTasks(simulation)).toEqual(ALL);
    expect(audit(simulation)).toEqual([]);
  });
});

test('a message of a further task whose arrival nobody hears of is not posted again, however often it is looked at', async () => {
  const simulation = createSimulation();
  simulation.presenter.answers.push('take', 'delay', 'take', 'lose');
  await askForSeveral(simulation);
  for (let second = 0; second < 5; second += 1) await simulation.advance(1_000);
  await simulation.confirmAnswers();
  await finish(simulation);
  expect([...simulation.presenter.messages.values()].map(({ copies }) => copies)).toEqual([1, 1, 1]);
  expect(audit(simulation)).toEqual([]);
});

test('a further task is as private as its gesture, and its slot at the relay counts', async () => {
  const simulation = createSimulation();
  await askForSeveral(simulation);
  await simulation.imagine('ben');
  expect(jobsIn(simulation, 'following')).toHaveLength(3);
  expect(jobsIn(simulation, 'waiting').map(({ requester }) => requester.id)).toEqual(['ben']);
});
