import { expect, test } from 'vitest';
import { enter } from '../../src/domain/job/job.ts';
import { sampleClock } from '../sample-clock.ts';
import { place, receivedJob } from '../store/sample-records.ts';
import { CONCURRENCY, createSimulatedEngine, untilQuiet } from './simulation/engine.ts';
import { createSimulatedPresenter } from './simulation/presenter.ts';
import { createSimulatedProcess } from './simulation/process.ts';
import { createSimulatedRelay } from './simulation/relay.ts';
import { createSimulatedStore } from './simulation/store.ts';

/** An engine, and what is around it. */
function alone() {
  const [store, relay, presenter] = [createSimulatedStore(), createSimulatedRelay(), createSimulatedPresenter()];
  const engine = createSimulatedEngine(createSimulatedProcess('process'), {
    store,
    relay,
    presenter,
    clock: sampleClock(),
    faults: [],
    memberMaxWaiting: 50,
    slots: () => CONCURRENCY,
    accounts: null,
    sendWakeUp: () => {},
    isGone: async () => true,
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
