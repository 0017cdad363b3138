import { taskIdIn } from '../../../src/domain/job/task-key.ts';
import { en } from '../../../src/text/en/index.ts';
import { labelsOf, taskIdOf, textOf } from '../../app/message-reading.ts';
import type { Message } from '../../emulator/discord/types.ts';

export const TRY_AGAIN = en.buttons.tryAgain;
export const TRY_AGAIN_COSTS = en.buttons.tryAgainCosts;
export const WRITE = en.buttons.write;

/** What a message says for good, or that it promises more. */
export type Ending =
  /** A finished task, by its id. */
  | { readonly kind: 'task'; readonly taskId: string }
  | { readonly kind: 'window' | 'unknown' | 'overdue' | 'running' }
  /** A deferred answer that nobody filled in. */
  | { readonly kind: 'silence' }
  /** A sentence in place of a picture. */
  | { readonly kind: 'told'; readonly text: string };

const { steps } = en;
/** Everything a message says while its job runs, with every number in it. That Midjourney or the bot was waiting says how some ended. */
const running = [
  steps.onItsWay,
  steps.delivering,
  steps.waiting(null, false),
  ...[
    'Your job is waiting',
    'ahead of you',
    'next in line',
    'In Midjourney’s queue',
    'I keep trying',
    'having trouble',
  ],
];
const bar = /[▰▱█░▓]|\d%/;

export function endingOf(message: Message): Ending {
  if (message.loading) return { kind: 'silence' };
  const taskId = taskIdOf(message);
  if (taskId) return { kind: 'task', taskId: taskIdIn(decodeURIComponent(taskId)) };
  const text = textOf(message);
  const labels = labelsOf(message);
  if (labels.includes(WRITE)) return { kind: 'window' };
  if (text.includes(steps.unknown)) return { kind: 'unknown' };
  if (text.includes(steps.overdue)) return { kind: 'overdue' };
  const promises = running.some((words) => text.includes(words)) || bar.test(text);
  // Words to one member promise nothing, unless they are that member's private job.
  const isJob = !message.ephemeral || labels.includes(en.lookup.refresh);
  return promises && isJob ? { kind: 'running' } : { kind: 'told', text };
}

export function isOpen(message: Message): boolean {
  return ['window', 'unknown', 'overdue', 'running'].includes(endingOf(message).kind);
}

/** The relay's buttons below a result. */
export function relayButtons({ components }: Message): { readonly id: string; readonly label: string }[] {
  return components.flatMap((row) =>
    row.components.flatMap((one) =>
      one.type === 2 && one.custom_id?.startsWith('MJ::')
        ? [{ id: one.custom_id, label: one.label || (one.emoji?.name ?? '') }]
        : [],
    ),
  );
}
