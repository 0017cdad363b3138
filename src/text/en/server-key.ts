import { dateOf } from '../forms.ts';

/** What the managers of a server read about a key of its own. `who` is a mention. */
export const serverKey = {
  paidBy: (host: string, who: string, at: number) =>
    `Paid by **this server’s own key** at **${host}** · set by ${who} on ${dateOf(at)}`,
  used: (used: string) => `Used: ${used}`,
  unreadable: 'This server’s key cannot be read since the bot moved. Add it again.',
  unpaid:
    'The people who run this bot **do not pay** for this server, so nothing can be made here yet. **Key** lets this server pay for itself, or ask them.',
  open: 'Key',
  replace: 'Replace key',
  remove: 'Remove key',
  keepIt: 'Keep it',
  cannotKeep: 'This bot cannot keep keys. Ask the people who run it to set SECRETS_KEY.',
  title: 'This server pays for itself',
  about:
    'Everything made in this server is charged to its key from then on. Nobody can read it here; the people who run this bot could.',
  /** Where there is only one service to choose. */
  aboutAt: (host: string) =>
    `With a key for **${host}**, everything made in this server is charged to it from then on. Nobody can read it here; the people who run this bot could.`,
  serviceLabel: 'Service',
  keyLabel: 'Key',
  keyHint: 'From your account at that service. I try it first, which costs nothing.',
  unfit:
    'That is not a key: one has 8 to 512 letters, digits and signs, and no spaces. Nothing was kept. Copy it again.',
  works:
    'The key works. From now on everything in this server is charged to it. Nobody can read it here any more; the people who run this bot could.',
  refused: 'That service refuses this key. Nothing was kept. Copy it again, without spaces.',
  silent: 'That service did not answer, so I could not try the key. Nothing was kept. Try again in a minute.',
  tooOften: (most: number) =>
    `${most} keys were tried in this server within an hour, and I try no more. Nothing was kept. Try again in an hour.`,
  ask: 'Remove this server’s key? What is waiting is cancelled, what is running still arrives. Nothing new is made with it.',
  removed: {
    paid: 'The key is removed. From now on the people who run this bot pay for what is made here.',
    unpaid: 'The key is removed. Nobody pays for this server now, so nothing new can be made here.',
  },
};
