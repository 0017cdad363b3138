import type { ActionClass } from '../../domain/buttons/action.ts';
import type { Request } from '../../domain/job/request.ts';
import type { Speed } from '../../domain/settings/choices.ts';
import { isFar } from '../forms.ts';
import { alerts } from './alerts.ts';
import { batches, grouped } from './batches.ts';
import { commands } from './commands.ts';
import { account, giving, serverPanel, usage } from './credits.ts';
import { doctor } from './doctor.ts';
import { help } from './help.ts';
import { lookup } from './lookup.ts';
import { media } from './media.ts';
import { moderation } from './moderation.ts';
import { myData } from './my-data.ts';
import { operator } from './operator.ts';
import { policy } from './policy.ts';
import { explain, explainUnsupported } from './reasons.ts';
import { refused } from './refused.ts';
import { region } from './region.ts';
import { reports } from './reports.ts';
import { rules } from './rules.ts';
import { serverKey } from './server-key.ts';
import { serverLog } from './server-log.ts';
import { remix, settings } from './settings.ts';
import { shortcuts } from './shortcuts.ts';

const locale = 'en';
const numbers = new Intl.NumberFormat(locale);
const percents = new Intl.NumberFormat(locale, { style: 'percent' });
const plural = new Intl.PluralRules(locale);
const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
const units = {
  hour: new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour' }),
  minute: new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute' }),
  second: new Intl.NumberFormat(locale, { style: 'unit', unit: 'second' }),
};

const number = (value: number) => numbers.format(value);
const count = (value: number, one: string, many: string) =>
  `${number(value)} ${plural.select(value) === 'one' ? one : many}`;

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    { unit: units.hour, amount: Math.floor(seconds / 3600) },
    { unit: units.minute, amount: Math.floor((seconds % 3600) / 60) },
    { unit: units.second, amount: seconds % 60 },
  ].filter(({ amount }) => amount > 0);
  if (parts.length === 0) return units.second.format(0);
  return list.format(parts.slice(0, 2).map(({ unit, amount }) => unit.format(amount)));
}

function place(ahead: number | null): string {
  if (ahead === null) return 'Waiting.';
  if (ahead === 0) return 'You are next in line.';
  return isFar(ahead) ? `At least ${number(ahead)} ahead of you.` : `${number(ahead)} ahead of you.`;
}

function waiting(ahead: number | null, refused: boolean): string {
  const line = place(ahead);
  return refused ? `Midjourney is full at the moment; I keep trying. ${line}` : line;
}

/** Everything members read, in English: the other languages take their shape from it. */
export const en = {
  /** BCP 47. */
  locale,
  number,
  duration,
  /** `reference` is what a member may quote to the operator; only bugs show it. */
  explain,
  explainUnsupported,
  gestures: {
    imagine: 'Imagine',
    blend: 'Blend',
    describe: 'Describe',
    shorten: 'Shorten',
    video: 'Video',
    edit: 'Edit',
    show: 'Show',
    /** `label` is Midjourney's own name and may be empty. */
    action: (_kind: ActionClass, label: string) => label || 'Midjourney button',
    /** The same where five buttons share a row. */
    short: (_kind: ActionClass, label: string) =>
      label
        .replace(/^Redo Upscale\b/i, 'Redo')
        .replace(/^Zoom Out\b/i, 'Zoom')
        .replace(/^Custom Zoom$/i, 'Custom')
        .replace(/^Make Square$/i, 'Square')
        .replace(/ \((\w+)(?: motion)?\)$/i, (_all, kind: string) => ` ${kind.toLowerCase()}`),
  } satisfies Readonly<Record<Request['kind'] | 'short', unknown>>,
  steps: {
    /** From the gesture until Midjourney says something: one text, as every other one would be one more edit. */
    onItsWay: 'On its way to Midjourney…',
    /** `ahead`: jobs before this one, roughly when there are many; `refused`: the relay was full when it was this job's turn. */
    waiting,
    aMoment: 'One moment: Midjourney’s service is still saving the picture this starts from.',
    queued: (ahead: number) => `In Midjourney’s queue, ${number(ahead)} ahead.`,
    percent: (percent: number) => percents.format(percent / 100),
    window: 'Midjourney needs a few words from you before it starts. Press the button and write them.',
    /** The window opened because remix is on: the press was charged, and the text will be. */
    remixWindow:
      'Remix is on, and Midjourney needs a few words from you before it starts. Press the button and write them. Usually both the press and the words are charged: 2 jobs in all.',
    /** Below what Midjourney is making. */
    patience: 'Nothing to press yet: the result will be here. You can cancel it in /jobs.',
    unknown: 'Midjourney’s service did not answer. It may or may not have been charged. I am looking for the picture.',
    overdue:
      'This is taking much longer than it should. I will keep looking for another day and show it here if it arrives.',
    delivering: 'Finished. Bringing it here…',
  },
  result: {
    promptInFile: (file: string) => `Full prompt in ${file}`,
    noPrompt: 'No prompt',
    task: (id: string) => `Task ${id}`,
    took: (time: string) => time,
    /** What a result cost. */
    cost: (jobs: number) => (jobs === 0 ? 'free' : `cost: ${count(jobs, 'job', 'jobs')}`),
    /** Behind the beginning of a long prompt: the button below shows all of it. */
    allInInfo: '(ℹ️ shows all)',
    more: (more: number) => `And ${count(more, 'more', 'more')}:`,
    favourite: '❤️ It is now among the favourites of this bot’s Midjourney account.',
    stopping: 'Midjourney has been asked to stop this.',
    /** Alt text. */
    describedPicture: 'The picture that was described',
    /** A describe that brought its picture back and not a word. */
    noDescription: 'Midjourney’s service sent the picture back without a description.',
    /** Below the prompts of a describe or a shorten. */
    pickHint: 'Next: press a number to make four pictures from that prompt, for 1 job. You can change the words first.',
    /** Above the prompts of a describe. */
    described: 'Midjourney looked at this picture. These prompts should make similar ones:',
    /** Below several films, which stand above the text. */
    filmHint: (films: number) =>
      `Above are films 1 to ${number(films)}, from left to right, upper row first. Next: **U1–U${number(films)}** takes one out, to keep it or make it longer, for 1 job.`,
    picture: (n: number) => `Picture ${number(n)}`,
    /** The relay gave an address, but nothing can be had there, and members cannot open it either. */
    unfetched:
      'It is finished, but I could not fetch it from Midjourney’s service. /show asks for it again; that is free.',
    nothing: 'Midjourney says it is finished, but sent no picture.',
    /** The member wrote a new prompt, but the relay never asked for it. */
    promptIgnored:
      'Midjourney did not ask for a new prompt here, so yours was not used: it kept the old one. The account behind this bot may have remix switched off.',
    /** Alt text; the prompt may be empty. */
    picturePrompt: (prompt: string) =>
      prompt === '' ? 'A picture made by Midjourney' : `Made by Midjourney from: ${prompt}`,
    /** Alt text of what `/blend` makes. */
    blended: (pictures: number) => `Made by Midjourney from ${count(pictures, 'picture', 'pictures')}`,
    /** Alt text of one of several. */
    oneOf: (n: number, of: number, alt: string) => `${number(n)} of ${number(of)}: ${alt}`,
    /** Alt text while it is being made. */
    unfinished: (prompt: string) => (prompt === '' ? 'An unfinished picture' : `Unfinished picture of: ${prompt}`),
  },
  buttons: {
    tryAgain: 'Try again',
    /** The first try may have been charged. */
    tryAgainCosts: 'Try again (may cost again)',
    write: 'Write it',
    noticesOff: 'Stop telling me',
    noticesOn: 'Tell me again',
  },
  replies: {
    begunAt: (link: string) => `It is on its way: ${link}`,
    alreadyMaking: (gesture: string, link: string) => `${gesture} is already being made: ${link}`,
    beingMade: (gesture: string) => `${gesture} is already being made. Press again in a moment to see where.`,
    alreadyExists: (gesture: string, link: string) => `${gesture} already exists: ${link}`,
    /** Somebody presses for a window whose text has been given. */
    textTaken: 'I already have your text. This message will show the result.',
    doubleClick: 'You pressed twice; once is enough. It is on its way.',
    tooManyWaiting: (limit: number) =>
      `You already have ${count(limit, 'picture', 'pictures')} on the way. Wait until one is finished, or cancel one in /jobs.`,
    buttonsExpired:
      'These buttons are too old for me to remember. To get new ones, open the message’s menu, then Apps → Revive buttons.',
    buttonUnknown: 'I do not know this button. To get fresh ones, open the message’s menu, then Apps → Revive buttons.',
    commandUnknown: 'I do not know this command. It may be from another version of me; try again in a minute.',
    notYours: 'Only the member who asked for this can press that.',
    notAllowed: 'You cannot use this bot here. Ask the people who run it.',
    restarting: 'I am restarting. Please try again in a minute.',
    bug: (reference: string) =>
      `Something went wrong. If it happens again, tell the people who run this bot: \`${reference}\``,
    emptyPrompt: 'Write what you want to see.',
    /** `mention`: somebody or something in a prompt, of whom Midjourney would draw the number. */
    unnamed: (mention: string) =>
      `Midjourney cannot see who ${mention} is: write the name or what it looks like. Nothing was charged.`,
    /** Told to a member who has remix on, where the relay changes a picture without asking for a text. */
    promptKept:
      'You have remix on, but this bot’s Midjourney service cannot take a new prompt here: it keeps the old one.',
    badZoom: 'The zoom factor is a number from 1 to 2, such as 1.8.',
    badTaskId: 'That does not look like a task number. ℹ️ below a picture shows it.',
    badCustomId: 'That does not look like one of Midjourney’s buttons. Choose one of those offered while you type.',
    badState:
      'A state that is nothing but a long number, or that begins with “darkroom”, is reserved. Put another word before it.',
    notAPicture: 'There is no picture in that message.',
    noticesOff: 'I will not mention you any more. You can change that here or in /settings.',
    noticesOn: 'I will mention you when a picture that took a while is ready.',
  },
  notices: {
    ready: (gesture: string, link: string) => `your picture is ready (${gesture}): ${link}`,
    failed: (gesture: string, link: string) => `your picture could not be made (${gesture}): ${link}`,
  },
  modals: {
    /** `twice`: most relays charge the press as well as the text. */
    remixTitle: (gesture: string, twice: boolean) => (twice ? `${gesture} (charged twice)` : gesture),
    zoomTitle: 'Custom Zoom',
    regionTitle: 'Vary (Region)',
    prompt: 'Prompt',
    promptPart: (part: number, of: number) => `Prompt, part ${number(part)} of ${number(of)}`,
    promptPlaceholder: 'What you want to see',
    zoom: 'Zoom factor, 1 to 2',
    zoomPlaceholder: '1.8',
    pickTitle: (number: number) => `Prompt ${number}`,
    usePictureTitle: 'Use as image prompt',
    writePrompt: 'Write the prompt',
  },
  /** Choices of options that are words, by the value that is sent. Numbers and names of models are the same everywhere. */
  choices: {
    relax: 'Relax',
    fast: 'Fast',
    turbo: 'Turbo',
  } satisfies Readonly<Record<Speed, string>>,
  alerts,
  doctor,
  moderation,
  reports,
  rules,
  serverKey,
  serverLog,
  /** While the relay is in trouble. */
  trouble: {
    /** `line`: the job's place in line, told as at any other time. */
    waiting: (line: string) =>
      `Midjourney’s service is having trouble. Your job is waiting; nothing is charged in the meantime. ${line}`,
    /** The relay does not let the bot look at a job's task, because the key is used up or refused. */
    unseen:
      'Midjourney has it, and it may be finished already. Fetching it has to wait for the people who run the bot: their key to Midjourney’s service is used up or locked. It will appear here as soon as that is fixed.',
    /** The bot's status, in the list of members; at most 128 characters. */
    presence: 'Trouble with Midjourney: new jobs wait',
  },
  media,
  batches,
  grouped,
  shortcuts,
  lookup,
  refused,
  policy,
  operator,
  myData,
  account,
  giving,
  serverPanel,
  usage,
  region,
  remix,
  settings,
  help,
  commands,
};
