import type { CommandWords } from '../forms.ts';
import { dateOf } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const plural = new Intl.PluralRules('en');
const form = (count: number, one: string, many: string) =>
  `${numbers.format(count)} ${plural.select(count) === 'one' ? one : many}`;
const until = (end: number | null) => (end === null ? '' : ` until ${dateOf(end)}`);

/** What Discord shows of the commands for moderators. */
export const moderatorCommands = {
  queue: {
    description: 'What is running and waiting in this server, to check or to cancel',
    options: { member: 'Only what this member asked for' },
  },
  block: {
    description: 'Stop a member from making pictures in this server',
    options: {
      member: 'Who',
      days: 'For how many days (default: for good)',
      reason: 'Why, for the other moderators',
    },
  },
  unblock: {
    description: 'Let a member make pictures in this server again',
    options: { member: 'Who' },
  },
} satisfies Readonly<Record<string, CommandWords>>;

/** What moderators read. `who` is a mention. */
export const moderation = {
  notModerator: 'Only members who can moderate others or manage this server can do that.',
  queueTitle: 'Under way in this server',
  queueEmpty: 'Nothing is running or waiting in this server.',
  queueEmptyOf: (who: string) => `${who} has nothing running or waiting in this server.`,
  private: 'in private',
  cancelHint: 'Cancel one…',
  cancelWaiting: (count: number) => `Cancel all waiting jobs (${numbers.format(count)})`,
  calledOff: (count: number) =>
    count === 0
      ? 'Nothing was waiting any more.'
      : `${form(count, 'waiting job was', 'waiting jobs were')} cancelled. Nothing was charged.`,
  blocked: (who: string, end: number | null) =>
    `${who} cannot make pictures here${until(end)}. \`/unblock\` ends that.`,
  cancelled: (count: number) => `${form(count, 'waiting job was', 'waiting jobs were')} cancelled.`,
  running: (count: number) => `${form(count, 'is', 'are')} running.`,
  stopRunning: (count: number) => `Stop what is running (${numbers.format(count)})`,
  stopped: (count: number) => `${form(count, 'was', 'were')} stopped.`,
  unfollowed: (count: number) =>
    `${form(count, 'cannot be stopped any more, and is', 'cannot be stopped any more, and are')} no longer waited for.`,
  changingHands: (count: number) => `${form(count, 'is', 'are')} being handed over right now: press again in a moment.`,
  nothingRuns: 'Nothing of theirs is running here any more.',
  tooManyBlocks: (most: number) =>
    `${numbers.format(most)} members are blocked here, which is the limit. Unblock one first.`,
  unblocked: (who: string) => `${who} can make pictures here again.`,
  notBlocked: (who: string) => `${who} was not blocked here.`,
};
