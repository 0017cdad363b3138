import { expect, test } from 'vitest';
import { AlreadyAnswered } from '../../src/domain/failures/errors.ts';
import { enter } from '../../src/domain/job/job.ts';
import { openAccess } from '../open-access.ts';
import { sampleClock } from '../sample-clock.ts';
import { place, receivedJob } from '../store/sample-records.ts';
import { CONCURRENCY, createSimulatedEngine, untilQuiet } from './simulation/engine.ts';
import { createSimulatedPresenter } from './simulation/presenter.ts';
import { createSimulatedProcess } from './simulation/process.ts';
import { createSimulatedRelay } from './simulation/relay.ts';
import { createSimulatedStore } from './simulation/store.ts';

/** An engine, and what is around it. Of other processes those that `isGone` tells of are dead; all, unless given. */
function alone(isGone: (id: string) => boolean = () => true, now: number | (() => number) = 0) {
  const [store, relay, presenter] = [createSimulatedStore(), createSimulatedRelay(), createSimulatedPresenter()];
  const engine = createSimulatedEngine(createSimulatedProcess('process'), {
    store,
    relay,
    presenter,
    clock: sampleClock(typeof now === 'number' ? () => now : now),
    faults: [],
    memberMaxWaiting: 50,
    slots: () => CONCURRENCY,
    accounts: null,
    sendWakeUp: () => {},
    isGone: async (id) => isGone(id),
  });
  return { store, relay, presenter, engine };
}

test('a Discord that does not say whether a gesture was answered keeps nobody from leading', async () => {
  const { store, presenter, engine } = alone();
  store.open.set('10', receivedJob('10'));
  presenter.isSilent = true;
  const show = await engine.resume();
  expect(show).toBeTypeOf('function');
  expect(store.open.get('10')?.step).toBe('received');
});

test.each([
  ['its process is dead, which had claimed nothing while the store was slow', 'dead', [], 3_001],
  ['its process is dead, and another one claimed the same without showing it', 'dead', ['alive'], 61_002],
  ['its process lives, and has a claim', 'alive', ['alive'], null],
  ['its process lives, which had claimed nothing while the store was slow', 'alive', [], null],
])('a job that nobody has shown is looked after by whoever leads: %s', async (_, takenBy, claimers, atLast) => {
  for (const now of [1_000, 61_002]) {
    const { store, presenter, engine } = alone((id) => id === 'dead', now);
    store.open.set('10', { ...receivedJob('10'), takenBy });
    const [by] = claimers;
    if (by !== undefined) store.interactions.set('10', { by, fallback: null, answered: null });
    await engine.resume();
    await untilQuiet();
    expect(presenter.messages.size).toBe(0);
    expect(store.open.has('10'), `${now}`).toBe(atLast === null || now < atLast);
  }
});

test('a gesture whose process died just after it had answered goes on, though Discord shows the answer a little later', async () => {
  let now = 1_500;
  const { store, presenter, engine } = alone(
    () => true,
    () => now,
  );
  store.open.set('10', { ...receivedJob('10'), createdAt: 1_000, takenBy: 'dead' });
  store.interactions.set('10', { by: 'dead', fallback: null, answered: null });
  await engine.resume();
  await untilQuiet();
  expect(store.open.get('10')?.step).toBe('received');

  const shown = { job: '10', place: place('30'), final: null, isPrivate: false, progressAfterFinal: false, copies: 1 };
  presenter.messages.set('10', shown);
  now = 2_500;
  await engine.tick();
  await untilQuiet();
  expect(store.open.get('10')?.step).toBe('following');
});

test.each([
  ['is dead', () => true, 0],
  ['lives', () => false, 2],
])(
  'the jobs of a batch that another process has answered wait for that one alone, which %s',
  async (_, isGone, left) => {
    const { store, engine } = alone(isGone, 1_000);
    const reply = { applicationId: 'app', interactionId: '10', token: 'secret', expiresAt: 901_000 };
    const jobs = ['10-1', '10-2'].map((id) => ({ ...receivedJob(id), reply, createdAt: 1_000 }));
    store.interactions.set('10', { by: 'another', fallback: null, answered: 'another' });
    const opening = () => Promise.reject(new AlreadyAnswered());
    await expect(engine.acceptAll(jobs, openAccess('42'), opening)).rejects.toThrow(AlreadyAnswered);
    await engine.tick();
    await untilQuiet();
    expect(store.open.size).toBe(left);
  },
);

test('a process that stops while it leads gives that up only when the relay has answered what it was asked', async () => {
  const { store, relay, engine } = alone();
  store.open.set('10', enter(receivedJob('10'), { step: 'waiting', place: place('20'), notBefore: 0, refusals: 0 }));
  const answer = relay.holdAnswers();
  await engine.resume();
  await untilQuiet();
  expect(relay.posts).toHaveLength(1);

  // As a stop does: the engine ends, and with it the term.
  void engine.stop();
  let isGivenUp = false;
  void engine.rest().then(() => {
    isGivenUp = true;
  });
  await untilQuiet();
  expect(isGivenUp).toBe(false);
  answer();
  await untilQuiet();
  expect(isGivenUp).toBe(true);
  expect(store.open.get('10')?.step).toBe('following');
});
