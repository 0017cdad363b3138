import { expect, test } from 'vitest';
import type { Step } from '../../src/domain/job/step.ts';
import { audit } from './simulation/audit.ts';
import { CONCURRENCY, createSimulation, DEADLINE, jobsIn } from './simulation/simulation.ts';

const MINUTE = 60_000;

test('a job that cannot be written down is not submitted, and not tried in a tight loop', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push('full');
  await simulation.imagine('ann');
  simulation.store.failingWrites = Number.POSITIVE_INFINITY;
  await simulation.advance(5_000);
  const { failedWrites } = simulation.store;
  expect(failedWrites).toBeGreaterThan(0);
  expect(failedWrites).toBeLessThan(10);
  expect(simulation.relay.posts.filter(({ billed }) => billed)).toEqual([]);
  simulation.store.failingWrites = 0;
  await simulation.advance(5_000);
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  await simulation.advance(5_000);
  simulation.faults.length = 0;
  expect(audit(simulation)).toEqual([]);
  expect(simulation.relay.posts.filter(({ billed }) => billed)).toHaveLength(1);
});

test('a job whose calling off cannot be written down waits on, and nobody reads that nothing was charged', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push('full');
  const { job } = await simulation.imagine('ann');
  simulation.store.failingWrites = 1;
  await simulation.cancel(job);
  expect(jobsIn(simulation, 'delivering')).toEqual([]);
  await simulation.restart();
  for (let second = 0; second < 5; second += 1) await simulation.advance(2_000);
  expect(jobsIn(simulation, 'following')).toHaveLength(1);
});

test('a task whose acceptance cannot be written down is followed all the same', async () => {
  const simulation = createSimulation();
  simulation.dieAt(Number.POSITIVE_INFINITY, 'before');
  await simulation.imagine('ann');
  simulation.store.failingWrites = Number.POSITIVE_INFINITY;
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  simulation.store.failingWrites = 0;
  for (let second = 0; second < 5; second += 1) await simulation.advance(2_000);
  simulation.faults.length = 0;
  expect(audit(simulation)).toEqual([]);
});

test('no more jobs run than there are slots, and free ones go to who has the fewest', async () => {
  const simulation = createSimulation();
  for (let i = 0; i < CONCURRENCY + 2; i += 1) await simulation.imagine('ann');
  await simulation.advance(10);
  await simulation.imagine('ben');
  expect(simulation.relay.posts).toHaveLength(CONCURRENCY);
  const first = simulation.relay.tasks.values().next().value;
  if (first)
    simulation.relay.tasks.set(first.id, { ...first, status: 'SUCCESS', imageUrl: 'https://relay.example/1.png' });
  await simulation.poll();
  const members = simulation.relay.posts.map(
    ({ state }) => simulation.gestures.find(({ job }) => job.state === state)?.job.requester.id,
  );
  expect(members).toEqual([...Array.from({ length: CONCURRENCY }, () => 'ann'), 'ben']);
});

test('a job that finds a free slot is not written down as waiting, and one that finds none is so a moment later', async () => {
  const simulation = createSimulation();
  const { open } = simulation.store;
  const steps = new Map<string, Step[]>();
  const set = open.set.bind(open);
  open.set = (id, job) => {
    steps.set(id, [...(steps.get(id) ?? []), job.step]);
    return set(id, job);
  };
  for (let count = 0; count <= CONCURRENCY; count += 1) await simulation.imagine(`member ${count}`);
  await simulation.advance(1_000);
  const [last, ...others] = [...steps.values()].reverse();
  expect(others).toEqual(others.map(() => ['received', 'submitting', 'following']));
  expect(last).toEqual(['received', 'waiting']);
});

test('in a long line only those whose place is near, or told otherwise now, hear of a job that ended', async () => {
  const simulation = createSimulation();
  const waiting = 40;
  for (let n = 0; n < CONCURRENCY + waiting; n += 1) {
    await simulation.advance(1);
    await simulation.imagine(`member ${n}`);
  }
  await simulation.advance(1_000);
  simulation.presenter.progress.length = 0;
  await simulation.advance(1_000);
  expect(simulation.presenter.progress).toEqual([]);

  const first = simulation.relay.tasks.values().next().value;
  if (first)
    simulation.relay.tasks.set(first.id, { ...first, status: 'SUCCESS', imageUrl: 'https://relay.example/1.png' });
  await simulation.poll();
  simulation.presenter.progress.length = 0;
  await simulation.advance(1_000);
  // Those with 0 to 9 ahead of them now, and those who had 20 and 30.
  const told = simulation.presenter.progress.map(
    (id) => simulation.gestures.findIndex(({ job }) => job.id === id) - CONCURRENCY - 1,
  );
  expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 19, 29]);
});

test('a further message that cannot be looked for is not posted again while it may be seen in a moment', async () => {
  const simulation = createSimulation();
  simulation.presenter.searchable = false;
  simulation.presenter.answers.push('take', 'lose');
  await simulation.imagineMany('ann', 2, true);
  simulation.kill();
  await simulation.restart();
  await simulation.advance(5_000);
  simulation.presenter.searchable = true;
  await simulation.advance(2_000);
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  expect([...simulation.presenter.messages.values()].map(({ copies, final }) => [copies, final?.kind])).toEqual([
    [1, 'pictures'],
    [1, 'pictures'],
  ]);
  expect(audit(simulation)).toEqual([]);
});

test('buttons that the relay said it cannot press are left out of later results', async () => {
  const simulation = createSimulation();
  const { presenter, relay, store } = simulation;
  const finish = async (job: string) => {
    relay.moveTasks('SUCCESS');
    await simulation.poll();
    const final = presenter.messages.get(job)?.final;
    return final?.kind === 'pictures' ? final.buttons.map(({ label }) => label) : [];
  };
  const first = await simulation.imagine('ann');
  expect(await finish(first.job.id)).toEqual(['U2', 'V2', 'Custom Zoom']);
  const [task] = relay.tasks.values();
  relay.behaviours.push('unsupported');
  await simulation.press('ann', task?.id ?? '', task?.buttons[1]?.customId ?? '');
  const second = await simulation.imagine('ann');
  expect(await finish(second.job.id)).toEqual(['U2', 'Custom Zoom']);
  const record = [...store.messages.values()].find(({ jobId }) => jobId === second.job.id);
  expect(record?.buttons.map(({ label }) => label)).toEqual(['U2', 'Custom Zoom']);
});

test('a task past its deadline is told overdue, looked at rarely, and still delivered the next day', async () => {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  await simulation.advance(DEADLINE + 1000);
  expect(jobsIn(simulation, 'overdue')).toHaveLength(1);
  await simulation.advance(20 * 60 * MINUTE);
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  expect(audit(simulation)).toEqual([]);
  expect([...simulation.presenter.messages.values()].map(({ final }) => final?.kind)).toEqual(['pictures']);
});

test('a task the relay has forgotten is given up after a minute, not at the first miss', async () => {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  simulation.relay.tasks.clear();
  await simulation.poll();
  expect(jobsIn(simulation, 'following')).toHaveLength(1);
  await simulation.advance(MINUTE + 1000);
  await simulation.poll();
  const [message] = simulation.presenter.messages.values();
  expect(message?.final).toEqual({ kind: 'failed', reason: { kind: 'taskLost' }, taskId: 'task-1' });
});

test('a window nobody writes into ends after a day, holding no slot meanwhile', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push('window');
  await simulation.imagine('ann');
  for (let i = 0; i < CONCURRENCY; i += 1) await simulation.imagine('ann');
  expect(simulation.relay.posts).toHaveLength(CONCURRENCY + 1);
  await simulation.advance(24 * 60 * MINUTE + 1000);
  const [message] = simulation.presenter.messages.values();
  expect(message?.final).toEqual({ kind: 'failed', reason: { kind: 'windowExpired' }, taskId: 'task-1' });
});

test('whoever looks at a task that waits for words is told so once nobody will write them, and not before', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push('window');
  await simulation.imagine('ann');
  await simulation.look('ben', 'task-1');
  const isLooking = () => jobsIn(simulation, 'following').length === 1;
  for (let n = 0; n < 3; n += 1) {
    await simulation.poll();
    await simulation.advance(MINUTE);
    expect(isLooking()).toBe(true);
  }
  for (const window of jobsIn(simulation, 'window')) await simulation.cancel(window);
  await simulation.poll();
  expect(isLooking()).toBe(true);
  await simulation.advance(MINUTE + 1000);
  await simulation.poll();
  const told = [...simulation.presenter.messages.values()].map(({ final }) => final);
  expect(told).toContainEqual({ kind: 'failed', reason: { kind: 'textMissing' }, free: true });
});

test('an interaction token is forgotten once it is dead', async () => {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  const [running] = jobsIn(simulation, 'following');
  expect(running?.reply?.token).toBe('secret');
  await simulation.advance(15 * MINUTE + 1000);
  expect(JSON.stringify([...simulation.store.open.values()])).not.toContain('secret');
});

test('only a job that took more than five minutes ends with a notice', async () => {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  expect(simulation.presenter.notices).toEqual([]);
  await simulation.imagine('ben');
  await simulation.advance(6 * MINUTE);
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  expect(simulation.presenter.notices).toHaveLength(1);
});

test('a task that the relay never says a word about is not shown for ever as about to start', async () => {
  const simulation = createSimulation();
  await simulation.look('ann', 'nobody-knows');
  await simulation.advance(MINUTE / 2);
  expect(jobsIn(simulation, 'following')).toHaveLength(1);
  await simulation.advance(MINUTE);
  await simulation.advance(1000);
  const [message] = simulation.presenter.messages.values();
  expect(message?.final).toEqual({ kind: 'failed', reason: { kind: 'unreachable' } });
  expect(simulation.relay.posts).toEqual([]);
});

test('a gesture that died unanswered does not stand in the way of its repetition right after the restart', async () => {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  const [task] = simulation.relay.tasks.values();
  const upscale = task?.buttons[0]?.customId ?? '';
  simulation.dieAt(3, 'before');
  const lost = await simulation.press('ann', task?.id ?? '', upscale);
  expect(lost.accepted).toBeUndefined();
  expect(jobsIn(simulation, 'received')).toHaveLength(1);
  await simulation.restart();
  const repeated = await simulation.press('ben', task?.id ?? '', upscale);
  expect(repeated.accepted?.kind).toBe('begun');
});

test('a picture that cannot be had is tried a few times more, in the same message, and then left a link', async () => {
  const simulation = createSimulation();
  simulation.presenter.deliveries.push(...Array.from({ length: 20 }, () => 'lack' as const));
  await simulation.imagine('ann');
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  expect(jobsIn(simulation, 'delivering')).toMatchObject([{ attaching: 1 }]);
  for (let tries = 0; tries < 5; tries += 1) await simulation.advance(8 * MINUTE);
  expect(jobsIn(simulation, 'delivering')).toEqual([]);
  expect(simulation.presenter.deliveries).toHaveLength(20 - 6);
  expect(audit(simulation)).toEqual([]);
});

test('a job that meets a relay in its first second, without an account yet, waits and is made, once', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push('noAccount', 'noAccount');
  await simulation.imagine('ann');
  await simulation.imagine('ben');
  await simulation.advance(1_500);
  expect(simulation.relay.posts.map(({ billed }) => billed)).toEqual([false, false, true, true]);
});

test('a relay that has no account for minutes refuses the job in the end, free of charge', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push(...Array.from({ length: 50 }, () => 'noAccount' as const));
  await simulation.imagine('ann');
  for (let second = 0; second < 5 * 60; second += 5) await simulation.advance(5_000);
  expect(simulation.relay.posts.length).toBeGreaterThan(5);
  expect(simulation.relay.posts.length).toBeLessThan(15);
  const [job] = simulation.store.settled.values();
  expect(job).toMatchObject({ outcome: { reason: { kind: 'noAccount' }, free: true } });
});

test('a picture whose account stays away is waited for for a short while, and its button is free again', async () => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push(...Array.from({ length: 20 }, () => 'noAccount' as const));
  await simulation.press('ann', 'task of another day', 'MJ::JOB::upsample::2::u');
  for (let second = 0; second < 40; second += 1) await simulation.advance(1_000);
  const [job] = simulation.store.settled.values();
  expect(job).toMatchObject({ outcome: { reason: { kind: 'noAccount' }, free: true } });
  simulation.relay.behaviours.length = 0;
  await simulation.press('ben', 'task of another day', 'MJ::JOB::upsample::2::u');
  await simulation.advance(1_000);
  expect(simulation.relay.posts.at(-1)).toMatchObject({ billed: true });
});
