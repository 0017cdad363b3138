import { jobIdIn } from '../../../src/domain/job/echo.ts';
import { interactionOf } from '../../../src/domain/job/job.ts';
import { en } from '../../../src/text/en/index.ts';
import { textOf } from '../../app/message-reading.ts';
import { type Evidence, jobIdOf } from './evidence.ts';
import { askerOf } from './observed-messages.ts';

type Ended = 'cancelled' | 'unfollowed' | 'leftAlone';

/** What the message of a job says that was called off. */
export const calledOff: Readonly<Record<Ended, string>> = {
  cancelled: en.explain({ kind: 'cancelled' }, '').what,
  unfollowed: en.explain({ kind: 'unfollowed' }, '').what,
  leftAlone: en.explain({ kind: 'leftAlone' }, '').what,
};

/** What whoever called something off is told at once, and what then becomes of the job. */
const answers: readonly (readonly [string, Ended])[] = [
  [en.lookup.cancelled.waiting(''), 'cancelled'],
  [en.lookup.cancelled.stopped(''), 'cancelled'],
  [en.lookup.cancelled.unfollowed(''), 'unfollowed'],
  [en.lookup.cancelled.leftAlone(''), 'leftAlone'],
];

/** Whoever calls something off is told the truth about it, in both places, and nothing is called off by itself. */
export async function callsAreHeeded(evidence: Evidence): Promise<string[]> {
  const { gestures, observed, job, relay } = evidence;
  const calls = gestures.flatMap(({ callsOff, handle }) => (callsOff === null ? [] : [{ id: callsOff, handle }]));
  const wrongs: string[] = [];
  for (const { id, handle } of calls) {
    const told = handle.interaction.source?.content ?? '';
    const [said, ending] = answers.find(([words]) => told.includes(words)) ?? [];
    if (said === undefined || ending === undefined) continue;
    const left = await job(id);
    const reason = left?.step === 'settled' && left.outcome.kind === 'failed' ? left.outcome.reason.kind : left?.step;
    // What is stopped after the relay had accepted it is told in the same words.
    if ((reason === 'stopped' ? 'cancelled' : reason) !== ending)
      wrongs.push(`${id} is ${reason} after its member was told: ${told}`);
    const messages = observed.of(interactionOf(id));
    const isTold = messages.some((message) => message.deleted || textOf(message).includes(calledOff[ending]));
    if (!isTold) wrongs.push(`${id} was called off, and says: ${messages.map(textOf).join()}`);
    const isPaid = relay.submissions.some(({ body, billed }) => billed && jobIdOf(body) === id);
    if (said === en.lookup.cancelled.waiting('') && isPaid) wrongs.push(`${id} was paid, and its member told: ${told}`);
    const made = [...relay.tasks.values()].some(({ state, status }) => status === 'SUCCESS' && jobIdIn(state) === id);
    if (said === en.lookup.cancelled.stopped('') && made) wrongs.push(`${id} was made, and its member told: ${told}`);
  }
  // The message of an "Upscale all" also tells of jobs that other gestures made.
  const groups = gestures.filter(({ what }) => what === en.grouped.upscaleAll).map(({ handle }) => handle.id);
  const asked = new Set([...groups, ...calls.map(({ id }) => interactionOf(id))]);
  for (const message of observed.all()) {
    const isOurs = Object.values(calledOff).some((words) => textOf(message).includes(words));
    const asker = askerOf(message);
    if (isOurs && asker !== null && !asked.has(asker))
      wrongs.push(`nobody called ${asker} off, and it says: ${textOf(message)}`);
  }
  return wrongs;
}
