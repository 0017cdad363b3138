import { expect, test } from 'vitest';
import { AlreadyAnswered } from '../../../src/domain/failures/errors.ts';
import type { ReceivedJob } from '../../../src/domain/job/job.ts';
import { openAccess } from '../../open-access.ts';
import { sampleClock } from '../../sample-clock.ts';
import { place, receivedJob } from '../../store/sample-records.ts';
import { createSimulatedEngine } from '../simulation/engine.ts';
import { createSimulatedPresenter } from '../simulation/presenter.ts';
import { createSimulatedProcess } from '../simulation/process.ts';
import { createSimulatedRelay } from '../simulation/relay.ts';
import { createSimulatedStore } from '../simulation/store.ts';

const first = receivedJob('1576710508600360960');
const second: ReceivedJob = { ...receivedJob('1576710508600360960-2'), reply: first.reply };

/** Takes in a batch of two whose first answer is in Discord, though nobody heard how it came there. `answered`: who says so. */
async function takeIn(answered: string | null) {
  const store = createSimulatedStore();
  const presenter = createSimulatedPresenter();
  const posted: string[] = [];
  const engine = createSimulatedEngine(createSimulatedProcess('own'), {
    store,
    relay: createSimulatedRelay(),
    presenter: {
      ...presenter,
      portFor: (process, statuses) => ({
        ...presenter.portFor(process, statuses),
        async acknowledge({ id }) {
          posted.push(id);
          const shown = { kind: 'shown', place: place(`message-${id}`), private: false } as const;
          return id === first.id ? { ...shown, isUnclear: true } : shown;
        },
      }),
    },
    clock: sampleClock(),
    faults: [],
    memberMaxWaiting: 50,
    slots: () => 1,
    accounts: null,
    sendWakeUp: () => {},
    isGone: async () => false,
  });
  store.interactions.set(first.id, { by: 'own', fallback: 'other', answered });
  const taken = engine.acceptAll([first, second], openAccess('3'));
  return { taken, posted };
}

test('of a batch that another process has answered, nothing more is posted by one that heard nothing of its own answer', async () => {
  const { taken, posted } = await takeIn('other');
  await expect(taken).rejects.toThrow(AlreadyAnswered);
  expect(posted).toEqual([first.id]);
});

test('a batch whose answer was lost on its way back is shown whole, where nobody else says that it has answered', async () => {
  const { taken, posted } = await takeIn(null);
  expect(await taken).toMatchObject([{ kind: 'begun' }, { kind: 'begun' }]);
  expect(posted).toEqual([first.id, second.id]);
});
