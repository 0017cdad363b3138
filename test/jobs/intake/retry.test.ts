import { describe, expect, it, test } from 'vitest';
import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { audit } from '../simulation/audit.ts';
import type { Gesture } from '../simulation/members.ts';
import type { AnswerBehaviour } from '../simulation/presenter.ts';
import { createSimulation, DEADLINE, jobsIn, type Simulation } from '../simulation/simulation.ts';

test.each(['before', 'after'] as const)(
  'a second try that is shown has ended the first one, though the process dies %s any write',
  async (when) => {
    for (let writes = 0; writes < 12; writes += 1) {
      const simulation = createSimulation();
      simulation.relay.listable = false;
      simulation.relay.behaviours.push('silent');
      const { job } = await simulation.imagine('ann');
      expect(jobsIn(simulation, 'unknown')).toHaveLength(1);
      simulation.dieAt(writes, when);
      const again = await simulation.retry('ann', job.id);
      simulation.dieAt(Number.POSITIVE_INFINITY, 'before');
      if (simulation.alive) simulation.kill();
      await simulation.restart();
      await simulation.advance(2_000);
      const taken = simulation.presenter.messages.has(again.job.id);
      const open = jobsIn(simulation, 'unknown').some(({ id }) => id === job.id);
      expect(open, `${writes} writes`).toBe(!taken);
    }
  },
);

describe('a second try of a job that got no answer', () => {
  /**
   * Makes a job whose submission is charged though nobody is told, and a second try that Discord has not confirmed yet.
   */
  async function retried(begin: (simulation: Simulation) => Promise<Gesture>, answer: AnswerBehaviour = 'take') {
    const simulation = createSimulation();
    const earlier = await begin(simulation);
    expect(jobsIn(simulation, 'unknown')).toHaveLength(1);
    simulation.presenter.answers.push('delay', answer);
    const second = await simulation.retry('ann', earlier.job.id);
    expect(jobsIn(simulation, 'received')).toHaveLength(1);
    const endOf = (id: string) => simulation.presenter.messages.get(id)?.final;
    return { simulation, earlier: earlier.job.id, second: second.job.id, endOf };
  }

  function imagine(simulation: Simulation): Promise<Gesture> {
    simulation.relay.behaviours.push('silentButCreated');
    return simulation.imagine('ann');
  }

  async function finish(simulation: Simulation): Promise<void> {
    simulation.relay.moveTasks('SUCCESS');
    await simulation.poll();
    await simulation.advance(1_000);
  }

  async function upscale(simulation: Simulation): Promise<Gesture> {
    await simulation.imagine('ann');
    await finish(simulation);
    simulation.relay.behaviours.push('silentButCreated');
    return simulation.press('ann', ...firstUpscale(simulation));
  }

  /** The task and the button of the first grid's upscale. */
  function firstUpscale(simulation: Simulation): [string, string] {
    const [grid] = simulation.relay.tasks.values();
    return [grid?.id ?? '', grid?.buttons[0]?.customId ?? ''];
  }

  const billedTo = (simulation: Simulation) =>
    simulation.relay.posts.filter(({ billed }) => billed).map(({ state }) => jobIdIn(state));

  const found = { kind: 'failed', reason: { kind: 'earlierFound' } };

  it.each([
    ['in the listing', async (simulation: Simulation) => simulation.advance(1_000)],
    [
      'by a callback',
      async (simulation: Simulation) => {
        simulation.relay.listable = false;
        const [task] = simulation.relay.tasks.values();
        await simulation.doorbell(task?.id ?? '', task?.state ?? '');
        await simulation.advance(1_000);
      },
    ],
  ])('is not submitted when the first one is found %s before Discord confirms it', async (_, find) => {
    const { simulation, earlier, second, endOf } = await retried(imagine);
    await find(simulation);
    expect(jobsIn(simulation, 'following').map(({ id }) => id)).toEqual([earlier]);
    await simulation.confirmAnswers();
    const place = simulation.presenter.messages.get(earlier)?.place;
    expect(endOf(second)).toEqual({ kind: 'failed', reason: { kind: 'earlierFound', place } });
    await finish(simulation);
    expect(endOf(earlier)?.kind).toBe('pictures');
    expect(billedTo(simulation)).toEqual([earlier]);
    expect(audit(simulation)).toEqual([]);
  });

  it('is not submitted when the first one has even ended well before Discord confirms it', async () => {
    const { simulation, earlier, second, endOf } = await retried(imagine);
    await simulation.advance(1_000);
    await finish(simulation);
    expect(endOf(earlier)?.kind).toBe('pictures');
    await simulation.confirmAnswers();
    await simulation.advance(1_000);
    expect(endOf(second)).toMatchObject(found);
    expect(billedTo(simulation)).toEqual([earlier]);
  });

  it('is not submitted when the text of the first one turns out to have arrived', async () => {
    const { simulation, earlier, second, endOf } = await retried(async (simulation) => {
      simulation.relay.behaviours.push('window', 'silentButCreated');
      const gesture = await simulation.imagine('ann');
      await simulation.answerWindow(gesture.job.id, 'a dog');
      return gesture;
    });
    simulation.relay.moveTasks('IN_PROGRESS');
    await simulation.poll();
    expect(jobsIn(simulation, 'following').map(({ id }) => id)).toEqual([earlier]);
    await simulation.confirmAnswers();
    await finish(simulation);
    expect(endOf(second)).toMatchObject(found);
    expect(billedTo(simulation)).toEqual([earlier, earlier]);
  });

  it('is submitted when the first one has been given up before Discord confirms it', async () => {
    const { simulation, earlier, second, endOf } = await retried(async (simulation) => {
      simulation.relay.listable = false;
      simulation.relay.behaviours.push('silent');
      const gesture = await simulation.imagine('ann');
      await simulation.advance(DEADLINE - 1_000);
      return gesture;
    });
    await simulation.advance(2_000);
    expect(endOf(earlier)).toMatchObject({ reason: { kind: 'unanswered' } });
    await simulation.confirmAnswers();
    await finish(simulation);
    expect(endOf(second)?.kind).toBe('pictures');
    expect(billedTo(simulation)).toEqual([second]);
    expect(audit(simulation)).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    'is not submitted by the next process either, whichever write the last one died %s',
    async (when) => {
      for (let writes = 0; writes < 8; writes += 1) {
        const { simulation, earlier, second, endOf } = await retried(upscale);
        await simulation.advance(1_000);
        simulation.dieAt(writes, when);
        await simulation.confirmAnswers();
        simulation.kill();
        await simulation.restart();
        await simulation.advance(1_000);
        await finish(simulation);
        expect(endOf(earlier)?.kind).toBe('pictures');
        expect(endOf(second), `${writes} writes`).toMatchObject(found);
        const again = await simulation.press('ben', ...firstUpscale(simulation));
        expect(again.accepted).toMatchObject({ kind: 'claimed', by: { id: earlier } });
        expect(audit(simulation)).toEqual([]);
      }
    },
  );

  it('gives the claim back to the first one, found meanwhile, when Discord does not take it', async () => {
    const { simulation, earlier } = await retried(upscale, 'refuse');
    await simulation.advance(1_000);
    expect(jobsIn(simulation, 'following').map(({ id }) => id)).toEqual([earlier]);
    await simulation.confirmAnswers();
    expect(jobsIn(simulation, 'received')).toEqual([]);
    const press = await simulation.press('ben', ...firstUpscale(simulation));
    expect(press.accepted).toMatchObject({ kind: 'claimed', by: { id: earlier } });
    await finish(simulation);
    expect(audit(simulation)).toEqual([]);
  });

  it('gives the claim back when the store fails on the way', async () => {
    const simulation = createSimulation();
    const earlier = await upscale(simulation);
    simulation.store.losesNextPass = true;
    await simulation.retry('ann', earlier.job.id);
    await simulation.advance(1_000);
    const press = await simulation.press('ben', ...firstUpscale(simulation));
    expect(press.accepted).toMatchObject({ kind: 'claimed', by: { id: earlier.job.id } });
    await finish(simulation);
    expect(audit(simulation)).toEqual([]);
  });

  it('is not submitted before it is written down that the first one has ended', async () => {
    for (let writes = 0; writes < 8; writes += 1) {
      const { simulation } = await retried(imagine);
      simulation.relay.listable = false;
      simulation.store.failingWrites = 1;
      simulation.dieAt(writes, 'after');
      await simulation.confirmAnswers();
      simulation.kill();
      simulation.relay.listable = true;
      await simulation.restart();
      await simulation.advance(1_000);
      await finish(simulation);
      await finish(simulation);
      simulation.faults.length = 0;
      expect(audit(simulation), `${writes} writes`).toEqual([]);
    }
  });
});
