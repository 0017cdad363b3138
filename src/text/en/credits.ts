import type { Kind } from '../../domain/credits/kind.ts';
import type { Window } from '../../domain/credits/window.ts';
import { type CommandWords, timeUntil } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const number = (value: number) => numbers.format(value);
/** A month such as `2026-11` in words. */
const months = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'long', timeZone: 'UTC' });
const nameOf = (month: string) => months.format(Date.parse(month));
const credits = (amount: number) => (amount === 1 ? '1 credit' : `${number(amount)} credits`);

/** What Discord shows of the commands about credits. */
export const creditCommands = {
  me: { description: 'What you have used, what you have left, and what things cost', options: {} },
  usage: {
    description: 'What members of this server have used, by the month',
    options: { period: 'Which month (default: this one)', member: 'Only what this member has used' },
    periods: { this: 'This month', last: 'Last month' },
  },
  credits: {
    description: 'Give a member of this server more credits for today',
    options: {
      member: 'Who',
      amount: 'How many, from 1 to 10,000',
      note: 'Why; the people who run this bot find it in their log',
    },
  },
  server: { description: 'How pictures are made in this server: limits, roles, a pause', options: {} },
} satisfies Readonly<Record<string, CommandWords>>;

/** What a member has used and has left, and what a server's managers decide about that. Amounts are credits. */
export const account = {
  title: 'Your credits',
  spans: { day: 'Today', month: 'This month' } satisfies Readonly<Record<Window, string>>,
  used: (amount: number) => `**${credits(amount)}** used, no limit`,
  left: (left: number, limit: number, until: number) =>
    `**${number(left)} of ${credits(limit)}** left · new ones ${timeUntil(until)}`,
  held: (amount: number) => `${credits(amount)} of that are set aside for what is under way.`,
  nothing: 'Nobody has given you credits here.',
  pricesTitle: 'What things cost',
  prices: ({
    image,
    upscale,
    upscaleHd,
    text,
    video,
  }: Readonly<Record<'image' | 'upscale' | 'upscaleHd' | 'text' | 'video', number>>) =>
    `A grid of four ${number(image)} · U1 to U4 ${number(upscale)} · upscale once more ${number(upscaleHd)} · describe, shorten ${number(text)} · video ${number(video)}`,
  turbo: (percent: number) => `Turbo costs ${number(percent)} % of that.`,
  settings: 'Settings',
};

/** What managers read who give credits. `who` is a mention. */
export const giving = {
  given: (who: string, amount: number) => `${who} has ${credits(amount)} more today.`,
  badAmount: (most: number) => `Give from 1 to ${credits(most)}. Nothing was changed.`,
  toBot: (who: string) => `${who} is a bot, and bots make no pictures here. Nothing was changed.`,
  inVain: (who: string) =>
    `The rules here let ${who} make nothing at all, so credits would not help. \`/server\` → **Roles** changes that. Nothing was given.`,
};

export const usage = {
  title: (month: string) => `What was used here in ${nameOf(month)}`,
  nothing: 'Nothing was used here in this month.',
  total: (jobs: number, amount: number) =>
    `**${credits(amount)}** for ${jobs === 1 ? '1 job' : `${number(jobs)} jobs`}`,
  kinds: {
    image: 'Grids',
    upscale: 'U1 to U4',
    upscaleHd: 'Upscales once more',
    text: 'Texts',
    video: 'Videos',
  } satisfies Readonly<Record<Kind, string>>,
  ofKind: (kind: string, jobs: number, amount: number) => `${kind}: ${number(jobs)} for ${credits(amount)}`,
  member: (who: string, jobs: number, amount: number) => `- ${who} · **${credits(amount)}** for ${number(jobs)}`,
  page: (page: number, of: number) => `Page ${number(page)} of ${number(of)}`,
  chart: (highest: number) =>
    `Each bar is a day of the month, in the colours above; the highest is ${credits(highest)}.`,
  table: 'This month as a table: a line for each member and day, and one for each member and kind.',
};

export const serverPanel = {
  notManager: 'Only members who may manage this server can do that.',
  title: 'How pictures are made here',
  paidBy: (used: string) => `Paid by **the people who run this bot** · ${used}`,
  usedNoLimit: (used: number) => `**${credits(used)}** this month`,
  usedOf: (used: number, limit: number) => `**${number(used)} of ${credits(limit)}** this month`,
  unpaid: 'The people who run this bot **do not pay** for this server, so nothing can be made here. Ask them.',
  everyone: (limit: string) => `Everyone: **${limit}**`,
  role: (role: string, limit: string) => `${role}: **${limit}**`,
  server: (limit: string) => `This server: **${limit}**`,
  days: (zone: string) => `Days begin at midnight, **${zone}**`,
  off: (list: string) => `Switched off: **${list}**`,
  nothingOff: 'nothing',
  features: {
    video: 'videos',
    turbo: 'turbo',
    upscaleHd: 'upscaling once more',
    edit: 'editing pictures',
    private: 'private results',
    action: '/action',
    many: 'several jobs at once',
  },
  paused: 'Making pictures is **paused**. What was already asked for still arrives.',
  where:
    'Who and where: **everyone, everywhere**. Change that in Server Settings → Integrations; buttons follow `/imagine` and `/video`.',
  noLimit: 'no limit',
  limit: (day: number | null, month: number | null) =>
    [day === null ? [] : `${credits(day)} a day`, month === null ? [] : `${credits(month)} a month`].flat().join(', '),
  nothing: 'nothing',
  start: 'Start with…',
  starts: {
    open: { label: 'Open', description: 'Everything on, and no limits: those of roles and of the server go, too' },
    fair: {
      label: 'Fair',
      description: '40 credits a day for everyone; videos and turbo off. Roles keep their limits',
    },
    club: {
      label: 'Club',
      description: 'Nothing for everyone; then choose a role and its credits. The rest stays as it is',
    },
  },
  clubNext: 'Now choose who may make pictures: **Roles**.',
  limits: 'Limits',
  roles: 'Roles',
  pause: 'Pause',
  goOn: 'Go on',
  limitsTitle: 'Limits, in credits',
  memberDay: 'Each member, per day',
  memberMonth: 'Each member, per month',
  serverDay: 'The whole server, per day',
  serverMonth: 'The whole server, per month',
  zone: 'Time zone in which days begin',
  zoneHint: 'Such as Europe/Berlin',
  empty: 'Empty: no limit',
  rolesTitle: 'Credits for a role',
  roleLabel: 'Role',
  roleDay: 'Each member with it, per day',
  roleMonth: 'Each member with it, per month',
  roleEmpty: 'To take a role’s own limit away, leave both below empty',
  badNumber: (text: string) =>
    `“${text}” is not a number of credits. Write one such as 40, or nothing for no limit. Nothing was changed.`,
  badZone: (text: string) => `I do not know the time zone “${text}”. Write it like Europe/Berlin. Nothing was changed.`,
  tooManyRoles: (most: number) => `At most ${number(most)} roles can have a limit of their own. Nothing was changed.`,
};
