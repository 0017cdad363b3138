import { dateOf, timeUntil } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const number = (value: number) => numbers.format(value);
const credits = (amount: number) => (amount === 1 ? '1 credit' : `${number(amount)} credits`);

/** What stands in a server's log, and what its managers read about it. Members and channels are mentions. */
export const serverLog = {
  open: 'Log',
  channelLabel: 'Channel',
  channelHint: 'One that only moderators read: reports name who sent them. Empty: no log',
  whatLabel: 'What is logged',
  reports: 'Reports, and what moderators and managers decide',
  everything: 'Everything: also each picture that is made',
  place: (place: string) => `Log: **${place}**`,
  nowhere: 'nowhere',
  in: (channel: string, everything: boolean) => `${channel}, ${everything ? 'everything' : 'reports and decisions'}`,
  mayNot: (channel: string) =>
    `I may not write in ${channel}. Give me View Channel, Send Messages and Embed Links there. Nothing was changed.`,
  fails: (channel: string) =>
    `I could not write the last entry of the log in ${channel}. Give me View Channel, Send Messages and Embed Links there.`,
  begins: (who: string, everything: boolean) =>
    `${who} chose this channel for the log: reports, what moderators and managers decide${everything ? ', and every picture that is made here' : ''}.`,
  removed: (who: string, member: string, channel: string) => `${who} removed a picture by ${member} in ${channel}.`,
  blocked: (who: string, member: string, end: number | null) =>
    `${who} stopped ${member} from making pictures${end === null ? '' : ` until ${dateOf(end)}`}.`,
  unblocked: (who: string, member: string) => `${who} lets ${member} make pictures again.`,
  changed: (who: string) => `${who} changed how pictures are made here.`,
  asEveryone: 'as everyone',
  pause: (state: string) => `Pause: **${state}**`,
  on: 'on',
  off: 'off',
  zone: (zone: string) => `Time zone: **${zone}**`,
  usualZone: 'that of the people who run this bot',
  allowedAgain: (list: string) => `No longer blocked: ${list}`,
  newlyBlocked: (list: string) => `Newly blocked: ${list}`,
  keyRefused:
    'The service refuses this server’s own key: it may have expired or be used up. Nothing can be made here until it is replaced: `/server` → **Replace key**.',
  key: {
    set: (who: string, host: string) =>
      `${who} set this server’s own key for **${host}**. What is made here is charged to it.`,
    replaced: (who: string, host: string) =>
      `${who} replaced this server’s own key. What is made here is charged to the new one, for **${host}**.`,
    removed: (who: string, host: string) =>
      `${who} removed this server’s own key for **${host}**. Nothing new is made with it.`,
  },
  given: (who: string, member: string, amount: number) =>
    `${who} gave ${member} **${credits(amount)}** more for today.`,
  limitNear: (used: number, limit: number, window: 'day' | 'month') =>
    `This server has used **${number(used)} of its ${credits(limit)}** for ${window === 'day' ? 'today' : 'this month'}.`,
  limitReached: (limit: number, window: 'day' | 'month', until: number, ours: boolean) =>
    `This server has reached its limit of **${credits(limit)}** for ${window === 'day' ? 'today' : 'this month'}. New ones come ${window === 'day' ? timeUntil(until) : `on ${dateOf(until)}`}. ${ours ? '`/server` changes that.' : 'The people who run this bot set that limit.'}`,
  made: (who: string, what: string) => `${who} made ${what}`,
  madePrivately: (who: string) => `${who} made something that only they see.`,
};
