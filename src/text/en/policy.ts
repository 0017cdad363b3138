import type { SpendingCommand } from '../../domain/policy/command-permissions.ts';
import type { Denial, LimitDenial } from '../../domain/policy/denial.ts';
import type { Feature } from '../../domain/policy/server-policy.ts';
import { dateOf, roleMention, timeUntil } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const roleList = new Intl.ListFormat('en', { type: 'disjunction' });
const credits = (amount: number) => (amount === 1 ? '1 credit' : `${numbers.format(amount)} credits`);

const notInChannel = 'No pictures are made in this channel. The server’s managers decide that.';

const notPermitted = (command: SpendingCommand) =>
  `You may not use \`/${command}\` here, so this button does not work for you either. The server’s managers decide that.`;

/** The same in a few words, as the only suggestion of an option. */
function suggested(denial: Denial): string {
  switch (denial.kind) {
    case 'paused':
      return denial.scope === 'bot' ? 'This bot is paused' : 'Paused in this server';
    case 'blocked':
    case 'noPlan':
      return 'You may make no pictures here';
    case 'featureOff':
      return 'Switched off in this server';
    default:
      return 'Not here';
  }
}

/** Why a gesture may not be made, in a sentence or two: what is in the way, until when, and who can change it. */
function denied(denial: Denial): string {
  switch (denial.kind) {
    case 'closed':
      return 'This bot is not open to this server. Ask the people who run it.';
    case 'noKey':
      return 'The people who run this bot do not pay for pictures in this server. Ask them.';
    case 'paused':
      return denial.scope === 'bot'
        ? 'This bot is paused by the people who run it. What was already asked for still arrives.'
        : 'Making pictures is paused in this server. What was already asked for still arrives. Its managers decide when it resumes.';
    case 'blocked':
      if (denial.scope === 'bot')
        return 'You cannot make pictures with this bot any more. The people who run it decided that.';
      return `The moderators of this server have stopped you from making pictures${
        denial.until === null ? '' : ` until ${dateOf(denial.until)}`
      }. If you think that is a mistake, ask them.`;
    case 'notPermitted':
      return denial.by === 'channel' ? notInChannel : notPermitted(denial.command);
    case 'featureOff':
      return `${off[denial.feature]} The server’s managers decide that.`;
    case 'word':
      return `This server does not allow “${denial.word}” in prompts. Nothing was charged. Its managers decide that.`;
    case 'otherPayer':
      return 'This picture was made with another key, so its buttons do not work here. To go on with it: Apps → Use as image prompt.';
    case 'noPlan':
      return denial.roleIds.length === 0
        ? 'Nobody may make pictures here yet. The server’s managers can change that with `/server`.'
        : `Only members with the role ${roleList.format(denial.roleIds.map(roleMention))} can make pictures here. The server’s managers decide that.`;
    case 'limit':
      return limited(denial);
  }
}

const off: Readonly<Record<Feature, string>> = {
  video: 'Videos are switched off in this server.',
  turbo: 'Turbo is switched off in this server. Leave out `--turbo`, or change your speed in `/settings`.',
  upscaleHd: 'Upscaling a picture once more is switched off in this server. U1 to U4 work.',
  edit: 'Editing pictures is switched off in this server.',
  private: 'Private results are switched off in this server. Leave out `private`, or change it in `/settings`.',
  action: '`/action` is switched off in this server. The buttons under pictures work.',
  many: 'This server makes one job at a time: no choices in braces, no repeats, no Upscale all.',
};

/** Who can give a member more. */
const moreFrom = {
  member: 'The server’s managers can give you more.',
  user: 'The people who run this bot can give you more.',
} as const;

function limited(denial: LimitDenial): string {
  const { scope, window, until } = denial;
  const isDay = window === 'day';
  const span = isDay ? 'today' : 'this month';
  const when = isDay ? timeUntil(until) : `on ${dateOf(until)}`;
  switch (scope) {
    case 'server':
      return `This server has used up its credits for ${span}. New ones come ${when}. Its managers can change that with \`/server\`.`;
    case 'grant':
      return `This server has used up what the people who run this bot give it for ${span}. It continues ${when}.`;
    case 'bot':
      return `This bot has spent all it may spend ${span}. It continues ${when}. The people who run it decide that.`;
    default:
      return `${personal(denial, span, when)} ${moreFrom[scope]}`;
  }
}

/** Where the member's own credits do not suffice. */
function personal(
  { of, price, jobs, left, limit, imagePrice, window }: LimitDenial,
  span: string,
  when: string,
): string {
  const fits = Math.floor((left * jobs) / price);
  if (jobs > 1 && fits > 0) {
    return `That makes ${numbers.format(jobs)} jobs for ${credits(price)}, and you have ${numbers.format(left)} left ${span}. Ask for ${numbers.format(fits)}${fits > 1 ? ' or fewer' : ''}.`;
  }
  if (of === 'video' && left >= imagePrice) {
    return `A video costs ${credits(price)} and you have ${numbers.format(left)} left ${span}. An image costs ${numbers.format(imagePrice)}.`;
  }
  if (price > limit * jobs) {
    return `This costs ${credits(price)} and you get ${numbers.format(limit)} a ${window}, so it cannot be made here.`;
  }
  const rest =
    left === 0
      ? `have used up ${window === 'day' ? 'today’s' : 'this month’s'}`
      : `have ${numbers.format(left)} left ${span}`;
  return `This costs ${credits(price)} and you ${rest}. New ones come ${when}. \`/me\` shows everything.`;
}

/** Where Upscale all would cost more than the member has left. */
const upscaleAll = ({ jobs, price, left, window }: LimitDenial) =>
  `The ${numbers.format(jobs)} that are missing cost ${credits(price)} and you have ${numbers.format(left)} left ${window === 'day' ? 'today' : 'this month'}. Press U1 to U4 one at a time.`;

/** What members read where a rule or a limit is in the way. */
export const policy = {
  denied,
  suggested,
  upscaleAll,
  notInChannel,
  notPermitted,
};
