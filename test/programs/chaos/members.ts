import { labelsOf } from '../../app/message-reading.ts';
import type { Actor, Discord } from '../../emulator/discord/server.ts';
import type { Channel, Message } from '../../emulator/discord/types.ts';
import { endingOf, relayButtons, TRY_AGAIN, TRY_AGAIN_COSTS, WRITE } from './endings.ts';
import { createMemberGestures, type Gesture } from './member-gestures.ts';
import { askerOf, type ObservedMessages } from './observed-messages.ts';
import type { Dice } from './random.ts';

/** Presses choose among so many of the newest results, and looks among so many of the newest tasks. */
const NEWEST = 40;
/** Where lost submissions are looked for, members give that so many ms before they try again. */
const SEARCH_PATIENCE = 8_000;

export type Members = {
  readonly gestures: readonly Gesture[];
  /** Results that everybody sees, oldest first. */
  readonly results: readonly Message[];
  /** Gestures that ask for a job so far. */
  readonly asked: number;
  /** Members live until so many jobs were asked for. */
  live(jobs: number): Promise<void>;
  /** Writes what windows wait for and tries again what went unanswered; true while there was something to do. */
  tidy(): Promise<boolean>;
};

type Deps = {
  readonly discord: Discord;
  readonly observed: ObservedMessages;
  readonly dice: Dice;
  /** How many members there are. */
  readonly count: number;
  readonly repeats: boolean;
  /** Whether the relay can list its newest tasks, so that lost submissions are looked for. */
  readonly listable: boolean;
  readonly channels: readonly Channel[];
  /** All tasks of the relay, oldest first. */
  readonly tasks: () => readonly string[];
};

/** Dozens of members, each doing one thing after the other, some of it together. */
export function createMembers({ discord, observed, dice, count, repeats, listable, channels, tasks }: Deps): Members {
  const can = createMemberGestures(discord);
  const { gestures, results } = can;
  const actors = Array.from({ length: count }, (_, n) => ({
    member: discord.member(`member ${n}`),
    mine: dice.fork(`member ${n}`),
  }));

  async function imagine(member: Actor, mine: Dice): Promise<void> {
    const what = mine.roll();
    const channel = mine.pick(channels);
    if (repeats && what > 0.95) return can.confirmTwice(member, channel);
    const prompt = `${mine.pick(['a red fox', 'an old boat', 'ein Bär', '一只猫'])} no. ${can.asked + 1}`;
    const repeat = repeats && what > 0.87 ? mine.between(2, 3) : 1;
    await can.imagine(member, channel, prompt, { isPrivate: what < 0.15, repeat });
  }

  async function press(member: Actor, mine: Dice): Promise<void> {
    const message = mine.pick(results.slice(-NEWEST));
    const buttons = relayButtons(message);
    if (message.deleted || buttons.length === 0) return imagine(member, mine);
    const upscales = buttons.filter(({ label }) => /^U\d$/.test(label));
    if (upscales.length > 1 && mine.chance(0.12)) return can.upscaleAll(member, message);
    const button = mine.pick(upscales.length > 0 && mine.chance(0.6) ? upscales : buttons);
    const how = mine.roll();
    // Several members at the same moment, or one who presses twice.
    if (how < 0.15) return can.press([member, mine.pick(actors).member, mine.pick(actors).member], message, button);
    return can.press(how < 0.3 ? [member, member] : [member], message, button);
  }

  /** One's own jobs that wait for words, failed or went unanswered. */
  function unfinished(member: Actor, wanted: (message: Message) => boolean): Message[] {
    const own = gestures.filter((one) => one.member === member).flatMap(({ handle }) => observed.of(handle.id));
    return own.filter((message) => !message.deleted && wanted(message));
  }

  const mendable = (message: Message) =>
    [WRITE, TRY_AGAIN_COSTS, TRY_AGAIN].find((one) => labelsOf(message).includes(one));

  function isTrouble(message: Message): boolean {
    return ['window', 'unknown'].includes(endingOf(message).kind) && mendable(message) !== undefined;
  }

  /** Whether a member still waits for what the search for a lost submission brings. */
  function isHopeful(message: Message): boolean {
    const since = message.editedAt ?? message.createdAt;
    return listable && endingOf(message).kind === 'unknown' && Date.now() - since < SEARCH_PATIENCE;
  }

  async function mend(member: Actor, message: Message): Promise<void> {
    const label = mendable(message);
    if (!label || isHopeful(message)) return;
    const before = gestures.find(({ handle }) => handle.id === askerOf(message));
    const isPrivate = before?.isPrivate ?? false;
    const facts = { repeats: label === WRITE ? null : message, isPrivate };
    await can.answerModal(member, await can.make(member, label, () => member.press(message, { label }), facts), label);
  }

  async function act(member: Actor, mine: Dice): Promise<void> {
    const trouble = unfinished(member, (message) => isTrouble(message) && !isHopeful(message));
    if (trouble.length > 0 && mine.chance(0.5)) return mend(member, mine.pick(trouble));
    const failed = unfinished(member, (message) => labelsOf(message).includes(TRY_AGAIN));
    if (failed.length > 0 && mine.chance(0.2)) return mend(member, mine.pick(failed));
    const newest = tasks().slice(-NEWEST);
    if (newest.length > 0 && mine.chance(0.06)) return can.show(member, mine.pick(channels), mine.pick(newest));
    if (results.length > 0 && mine.chance(0.6)) return press(member, mine);
    return imagine(member, mine);
  }

  /** Some call off something of theirs while it is on its way. */
  async function hesitate(member: Actor, mine: Dice): Promise<void> {
    const pause = mine.between(50, 400);
    if (!mine.chance(0.08)) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
    await can.callOff(member, mine.pick(channels));
  }

  return {
    gestures,
    results,
    get asked() {
      return can.asked;
    },
    async live(jobs) {
      await Promise.all(
        actors.map(async ({ member, mine }) => {
          if (mine.chance(0.3)) await can.make(member, 'remix', () => member.slash('remix', { on: true }));
          while (can.asked < jobs) await Promise.all([act(member, mine), hesitate(member, mine)]);
        }),
      );
    },
    async tidy() {
      const work = actors.flatMap(({ member }) =>
        unfinished(member, isTrouble).map((message) => () => mend(member, message)),
      );
      await Promise.all(work.map((mendIt) => mendIt()));
      return work.length > 0;
    },
  };
}
