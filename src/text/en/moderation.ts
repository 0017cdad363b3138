import type { CommandWords } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const plural = new Intl.PluralRules('en');
const form = (count: number, one: string, many: string) =>
  `${numbers.format(count)} ${plural.select(count) === 'one' ? one : many}`;

/** What Discord shows of the commands for moderators. */
export const moderatorCommands = {
  queue: {
    description: 'What is running and waiting in this server, to look at or to call off',
    options: { member: 'Only what this member asked for' },
  },
} satisfies Readonly<Record<string, CommandWords>>;

/** What moderators read. `who` is a mention. */
export const moderation = {
  notModerator: 'Only members who may moderate others, or manage this server, can do that.',
  queueTitle: 'Under way in this server',
  queueEmpty: 'Nothing is running or waiting in this server.',
  queueEmptyOf: (who: string) => `${who} has nothing running or waiting in this server.`,
  private: 'in private',
  cancelHint: 'Call one off…',
  cancelWaiting: (count: number) => `Call off all that wait (${numbers.format(count)})`,
  calledOff: (count: number) =>
    count === 0
      ? 'Nothing was waiting any more.'
      : `${form(count, 'waiting job was', 'waiting jobs were')} called off. Nothing was charged.`,
};
