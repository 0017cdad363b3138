import type { CommandWords } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const number = (value: number) => numbers.format(value);
const credits = (amount: number) => (amount === 1 ? '1 credit' : `${number(amount)} credits`);

/** What Discord shows of the command for the people who run the bot. */
export const operatorCommands = {
  operator: { description: 'Run this bot: prices, limits, servers, alerts, a pause', options: {} },
} satisfies Readonly<Record<string, CommandWords>>;

/** What the people who run the bot read. Amounts are credits; names of servers are given escaped. */
export const operator = {
  notOperator: 'Only the people who run this bot can do that, in its direct messages.',
  title: 'This bot',
  paused: 'Making pictures is **paused** everywhere. What was already asked for still arrives.',
  used: (day: number, month: number) => `Used: **${credits(day)}** today, **${credits(month)}** this month`,
  inDoubt: (amount: number) =>
    `${credits(amount)} of this month were given back although the relay may have charged for them.`,
  limits: (bot: string, member: string, newServer: string) =>
    `The whole bot: **${bot}** · Each member: **${member}** · A new server: **${newServer}**`,
  alerts: (where: string) => `Alerts: **${where}**`,
  places: {
    firstOperator: 'by direct message to the first of OPERATORS',
    nowhere: 'nowhere; the log and `/healthz` tell them',
    member: (who: string) => `by direct message to ${who}`,
    channel: (channel: string) => `in ${channel}`,
  },
  blocked: (count: number) => `Blocked members: **${count === 0 ? 'none' : number(count)}**`,
  serversTitle: 'Servers, by credits this month',
  noServers: 'The bot is in no server yet.',
  server: (name: string, facts: readonly string[]) => `- **${name}** · ${facts.join(' · ')}`,
  serverUsed: (amount: number, jobs: number) =>
    amount === 0 && jobs === 0
      ? 'nothing this month'
      : `${credits(amount)} for ${jobs === 1 ? '1 job' : `${number(jobs)} jobs`}`,
  closed: 'closed',
  unpaid: 'not paid for',
  page: (page: number, of: number) => `Page ${number(page)} of ${number(of)}`,
  pick: 'Decide about a server…',
  prices: 'Prices',
  limitsButton: 'Limits',
  alertsButton: 'Alerts',
  blockedButton: 'Blocked',
  pause: 'Pause everything',
  goOn: 'Go on',
  pricesTitle: 'Prices, in credits',
  priceFields: {
    image: 'A grid of four',
    upscales: 'U1 to U4 / upscaling once more',
    text: 'Describe, shorten',
    video: 'A video',
    turbo: 'Turbo, in per cent of that',
  },
  pricesHint: 'A whole number',
  limitsTitle: 'Limits, in credits: day / month',
  limitFields: {
    bot: 'The whole bot, day / month',
    member: 'Each member everywhere, day / month',
    newServer: 'A server you decided nothing on',
  },
  limitHint: 'Such as 1000 / 20000. Empty: no limit',
  alertsTitle: 'Where alerts go',
  alertsWhere: 'Where',
  alertChoices: { me: 'By direct message to me', channel: 'In a channel', nowhere: 'Nowhere' },
  channelLabel: 'Link to the channel',
  channelHint: 'Right-click the channel, then Copy Link',
  blockedTitle: 'Blocked members',
  blockedLabel: 'User ids, one per line',
  blockedHint: 'They can make pictures nowhere with this bot',
  trial: 'Alerts about this bot come to this channel from now on.',
  badPrice: (text: string, most: number) =>
    `“${text}” is not a price. Write a whole number from 1 to ${number(most)}. Nothing was changed.`,
  badLimit: (text: string) =>
    `“${text}” is not a number of credits. Write day / month, such as 1000 / 20000, or leave it empty for no limit. Nothing was changed.`,
  badId: (text: string) =>
    `“${text}” is not a user id. Switch on Developer Mode in Discord, then right-click the member: Copy User ID. Nothing was changed.`,
  tooManyBlocked: (most: number) => `At most ${number(most)} members can be blocked everywhere. Nothing was changed.`,
  badChannel: (text: string) =>
    `“${text}” is not a link to a channel. Right-click the channel, then Copy Link. Nothing was changed.`,
  cannotWrite: (channel: string) =>
    `I cannot write in ${channel}. Give me View Channel and Send Messages there. Nothing was changed.`,
  serverPays: (pays: boolean) =>
    pays ? 'Paid for by you: **yes**' : 'Paid for by you: **no**, so nothing can be made there',
  serverLimit: (limit: string) => `Its limit: **${limit}**`,
  serverOpen: (isOpen: boolean) => (isOpen ? 'The bot is **open** to it.' : 'The bot is **closed** to it.'),
  pay: 'Pay for it',
  unpay: 'Stop paying',
  limitButton: 'Limit',
  close: 'Close',
  open: 'Open',
  back: 'Back',
  serverLimitTitle: 'What this server may use',
  serverLimitLabel: 'Credits, day / month',
};
