import { isAttaching, type Job } from '../../../src/domain/job/job.ts';
import { labelsOf, textOf } from '../../app/message-reading.ts';
import type { Message } from '../../emulator/discord/types.ts';
import { endingOf, isOpen, TRY_AGAIN_COSTS } from './endings.ts';
import { askerOf, type ObservedMessages } from './observed-messages.ts';

/** A message of several jobs has no button to try one of them again, so what went unanswered there stays so. */
const isUnpressable = (message: Message) =>
  endingOf(message).kind === 'unknown' && !labelsOf(message).includes(TRY_AGAIN_COSTS);

/** Tells what still goes on, a sentence each: messages that promise more, and open jobs that wait for nobody. */
export function createUnrest(observed: ObservedMessages): (open: readonly Job[]) => string[] {
  return (open) => {
    const visible = observed.all().filter((message) => !message.deleted && isOpen(message) && !isUnpressable(message));
    const hidden = open.filter((job) => job.step !== 'unknown' && job.step !== 'window' && !isAttaching(job));
    return [
      ...visible.map((message) => `${askerOf(message)} goes on: ${textOf(message)}`),
      ...hidden.map(({ id, step }) => `${id} goes on: ${step}`),
    ];
  };
}
