import { isFar } from '../forms.ts';

const numbers = new Intl.NumberFormat('en');
const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const plural = new Intl.PluralRules('en');
const jobs = (count: number) => `${numbers.format(count)} ${plural.select(count) === 'one' ? 'job' : 'jobs'}`;

/** What members read when they look for results, ask about them, mend or remove them. */
export const lookup = {
  publish: 'Publish',
  published: 'Published',
  publishedAt: (link: string) => `Everyone can already see it: ${link}`,
  refresh: 'Refresh',
  /** Below a private job under way. */
  privateHint: 'Only you can see this. If it seems stuck, press Refresh.',
  editPrompt: 'Edit and try again',
  /** Below a question about a text. */
  sendAnyway: 'Send anyway',
  sendHint: '**Send anyway** gives it to Midjourney exactly as you typed it; each result costs 1 job.',
  editTitle: 'Edit the prompt',
  attachAnew: 'Attach again',
  attachLabel: (most: number) => (most === 1 ? 'The picture' : `The pictures, at most ${most}`),

  badReference:
    'That is neither a task number, which ℹ️ below a picture shows, nor the link of a message. To get a link, hold or right-click the message and choose “Copy Message Link”.',
  unknownTask:
    'I do not know that picture, or not any more. Check its task number, which ℹ️ below it shows, or look for yours with /history.',
  unknownMessage:
    'I remember nothing about that message. If it shows a picture of mine, open its menu, then Apps → Revive buttons.',
  /** The link of a message that several results share names none of them. */
  severalPictures:
    'That message shows several pictures. Press the number of the one you mean: it opens with its own task number and buttons.',
  /** `link` is empty when the job's message cannot be seen from here. */
  stillMaking: (gesture: string, link: string) =>
    link === '' ? `${gesture} is still being made.` : `${gesture} is still being made: ${link}`,
  /** Nobody has the picture any more: not Discord, and not the relay. */
  pictureGone: (gesture: string) =>
    `The picture of ${gesture} is gone: not even Midjourney’s service has it any more. The same button makes it again, which may cost a second time.`,
  cameToNothing: (gesture: string) => `${gesture} failed, so there is no picture to show.`,

  notMine: 'That message is not mine, so I have no buttons for it.',
  forwarded: (taskId: string) =>
    `That is a forwarded copy, and buttons only work below the message itself. \`/show task:${taskId}\` posts the picture again.`,
  nothingToRevive: 'I cannot find a picture of mine in that message.',
  revived: 'The buttons are back.',
  /** The relay has no buttons for this picture. */
  revivedBare: 'The buttons are back. This bot’s Midjourney service has none for going on from this picture.',
  notRevived: (taskId: string) =>
    `Discord does not let me change that message any more. \`/show task:${taskId}\` posts the picture again.`,

  removed: 'Removed.',
  /** Below it, where the result can be brought back. */
  undo: 'Undo',
  /** The message showed several results. */
  removedSeveral: 'Removed. Each of its pictures is in /history.',
  mayNotRemove: 'Only the member who asked for this, or someone who can manage messages here, can remove it.',
  removedByModerator: 'A moderator removed this picture here, so I do not post it again.',
  notRemoved: 'Discord did not let me remove it. Someone who can manage messages here can.',

  mailed: 'Sent. Check your direct messages. Everybody here can press ✉️, and gets a copy of their own.',
  mailClosed:
    'Discord does not let me write to you. In the server’s menu, open Privacy Settings and allow direct messages, then press ✉️ again.',
  mailLost: 'The picture is gone: not even Midjourney’s service has it any more.',
  /** In a DM to a member who is served only in servers. */
  pressThere: (link: string) =>
    `I make pictures for you in the server, not in direct messages. The same button is here: ${link}`,
  /** The same where no message in the server shows the result. */
  showThere: (taskId: string) =>
    `I make pictures for you in the server, not in direct messages. There, \`/show task:${taskId}\` posts this one with its buttons.`,
  discordBusy: 'Discord is very busy right now. Try again in a minute.',

  jobsTitle: 'Your jobs',
  noJobs: 'Nothing is running or waiting. What you made so far is in /history.',
  noneOpen: 'Nothing is running or waiting.',
  more: (count: number) => `… and ${numbers.format(count)} more.`,
  step: {
    waiting(ahead: number | null) {
      if (ahead === null) return 'waiting';
      if (ahead === 0) return 'next in line';
      return isFar(ahead) ? `${numbers.format(ahead)}+ ahead` : `${numbers.format(ahead)} ahead`;
    },
    running: (percent: number | null) => (percent === null ? 'with Midjourney' : `${numbers.format(percent)}%`),
    window: 'waits for your text',
    unknown: 'no answer from Midjourney’s service',
    overdue: 'overdue, still being looked for',
    delivering: 'finished, on its way',
    cancelled: 'cancelled',
    failed: 'failed, its message says why',
  },
  cancelHint: 'Cancel a job…',
  cancelled: {
    waiting: (what: string) => `Cancelled before it cost anything: ${what}`,
    /** It waited for a text, and opening that window was charged. */
    opened: (what: string) =>
      `Cancelled. Nothing more will be charged, but the press that asked Midjourney for it may have been: ${what}`,
    stopped: (what: string) => `Midjourney stopped it: ${what}`,
    unfollowed: (what: string) =>
      `What Midjourney has begun cannot be stopped here. I have stopped waiting for it, but it may be charged: ${what}`,
    leftAlone: (what: string) =>
      `I have stopped waiting for it. It is still being made for the member who asked for it: ${what}`,
    finished: (what: string) => `It ended before it could be stopped, so its message shows the result: ${what}`,
    tooLate: (what: string) => `Too late to cancel, it is being handed over right now: ${what}`,
    gone: 'That has already ended.',
  },
  keptTitle: 'Finished, but could not be shown to you',
  showHint: 'Show one here (free)…',

  historyTitle: 'What you made',
  historyFor: (search: string) => `What you made with “${search}”`,
  page: (page: number, of: number) => `Page ${numbers.format(page)} of ${numbers.format(of)}`,
  newer: 'Newer',
  older: 'Older',
  noHistory: 'Nothing yet. Start with /imagine.',
  kinds: {
    all: 'Everything',
    grids: 'Grids of four',
    singles: 'Single pictures',
    films: 'Films',
    words: 'Prompts (Describe, Shorten)',
  },
  /** On the menu of kinds. */
  showing: (kind: string) => `Show: ${kind}`,
  /** Below the list. */
  unfinishedHint: 'What is under way or got no answer is in /jobs',
  noneOfKind: 'You have made nothing of that kind yet.',
  dayHint: 'Jump to a day…',
  /** Of a Unix time in ms. */
  day: (at: number) => days.format(at),
  results: (count: number) => `${numbers.format(count)} ${plural.select(count) === 'one' ? 'result' : 'results'}`,
  notFound: (search: string) => `Nothing you made has “${search}” in its prompt.`,

  seed: 'Seed',
  seedAsking: 'asking Midjourney…',
  seedUnknown: 'not told here',
  /** Above the task numbers of several results in one message. */
  tasks: 'Task numbers',
  parameters: 'Parameters',
  noParameters: 'none',
  times: 'Time',
  asked: (time: string) => `asked ${time}`,
  finished: (time: string, took: string) => `done ${time}, after ${took}`,
  cost: 'Cost',
  /** `total` is with everything it came from. */
  costs: (own: number, total: number) =>
    own === total ? (own === 0 ? 'nothing' : jobs(own)) : `${jobs(own)}; ${jobs(total)} with everything it came from`,
  /** Behind the cost of a job whose button asked for new words. */
  remixCost: 'the press and the new prompt each count',
  family: 'Where it came from',
  original: 'an earlier picture',
};
