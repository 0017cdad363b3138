import { setTimeout as delay } from 'node:timers/promises';
import { en } from '../../../src/text/en/index.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Handle } from '../../emulator/discord/handle.ts';
import type { Actor, Discord } from '../../emulator/discord/server.ts';
import type { Channel, Message, Modal } from '../../emulator/discord/types.ts';
import { endingOf, isOpen, relayButtons, TRY_AGAIN, TRY_AGAIN_COSTS, WRITE } from './endings.ts';
import type { ObservedMessages } from './observed-messages.ts';
import type { Dice } from './random.ts';

/** How long a member waits for a picture before doing something else, in ms. */
const PATIENCE = 6_000;
/** What members read who should come back later, and how long they take for that, in ms. */
const busy = [en.replies.restarting, en.replies.tooManyWaiting(2).split('2')[0] ?? ''];
const BREATH = 3_000;
/** Presses choose among so many of the newest results. */
const NEWEST = 40;

/** One interaction that a member made. */
export type Gesture = {
  readonly handle: Handle;
  readonly member: Actor;
  readonly what: string;
  /** The message whose job this one tries again. */
  readonly repeats: Message | null;
};

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
  readonly channels: readonly Channel[];
};

/** Dozens of members, each doing one thing after the other, some of it together. */
export function createMembers({ discord, observed, dice, count, repeats, channels }: Deps): Members {
  const gestures: Gesture[] = [];
  const results: Message[] = [];
  let asked = 0;
  const actors = Array.from({ length: count }, (_, n) => ({
    member: discord.member(`member ${n}`),
    mine: dice.fork(`member ${n}`),
  }));

  const settles = (probe: () => unknown, ms: number) => discord.waitUntil(probe, ms).catch(() => undefined);

  /** The handle once Discord has an answer; null when there is none or the gesture cannot be made any more. */
  async function make(
    member: Actor,
    what: string,
    gesture: () => Promise<Handle>,
    repeats: Message | null = null,
  ): Promise<Handle | null> {
    await settles(discord.isReady, 15_000);
    const handle = await gesture().catch(() => null);
    if (!handle) return null;
    gestures.push({ handle, member, what, repeats });
    await settles(() => handle.interaction.acknowledged ?? handle.failed, PATIENCE);
    return handle.interaction.acknowledged ? handle : null;
  }

  async function follow(handle: Handle | null): Promise<void> {
    const message = handle?.interaction.original;
    if (!message) return;
    await settles(() => message.deleted || !(message.loading || isOpen(message)), PATIENCE);
    if (busy.some((words) => textOf(message).includes(words))) {
      asked -= 1;
      await delay(BREATH);
    }
    if (!message.ephemeral && endingOf(message).kind === 'task' && !results.includes(message)) results.push(message);
  }

  async function imagine(member: Actor, mine: Dice): Promise<void> {
    asked += 1;
    const what = mine.roll();
    const options = {
      prompt: `${mine.pick(['a red fox', 'an old boat', 'ein Bär', '一只猫'])} no. ${asked}`,
      ...(what < 0.15 && { private: true }),
      ...(repeats && what > 0.9 && { repeat: mine.between(2, 3) }),
    };
    const channel = mine.pick(channels);
    await follow(await make(member, 'imagine', () => member.slash('imagine', options, { channel })));
  }

  async function press(member: Actor, mine: Dice): Promise<void> {
    const message = mine.pick(results.slice(-NEWEST));
    const buttons = relayButtons(message);
    if (message.deleted || buttons.length === 0) return imagine(member, mine);
    const upscales = buttons.filter(({ label }) => /^U\d$/.test(label));
    const { id, label } = mine.pick(upscales.length > 0 && mine.chance(0.6) ? upscales : buttons);
    asked += 1;
    const once = (who: Actor) => make(who, label, () => who.press(message, { customId: id }));
    const how = mine.roll();
    if (how < 0.15) {
      // Several members at the same moment.
      const others = [member, mine.pick(actors).member, mine.pick(actors).member];
      await Promise.all(others.map(async (who) => follow(await once(who))));
    } else if (how < 0.3) {
      const [first, second] = await Promise.all([once(member), once(member)]);
      await follow(first);
      await follow(second);
    } else {
      await answerModal(member, await once(member), label);
    }
  }

  /** Where a press asks for words first, they are written; otherwise its message is followed. */
  async function answerModal(member: Actor, handle: Handle | null, label: string): Promise<void> {
    const modal: Modal | null = handle?.interaction.modal ?? null;
    if (!modal) return follow(handle);
    await follow(await make(member, `${label}, written`, () => member.submit(modal, {})));
  }

  /** One's own jobs that wait for words, failed or went unanswered. */
  function unfinished(member: Actor, wanted: (message: Message) => boolean): Message[] {
    const own = gestures.filter((one) => one.member === member).flatMap(({ handle }) => observed.of(handle.id));
    return own.filter((message) => !message.deleted && wanted(message));
  }

  async function mend(member: Actor, message: Message): Promise<void> {
    const labels = message.components.flatMap((row) => row.components.map((one) => (one.type === 2 ? one.label : '')));
    const label = [WRITE, TRY_AGAIN_COSTS, TRY_AGAIN].find((one) => labels.includes(one));
    if (!label) return;
    const repeats = label === WRITE ? null : message;
    const handle = await make(member, label, () => member.press(message, { label }), repeats);
    await answerModal(member, handle, label);
  }

  async function act(member: Actor, mine: Dice): Promise<void> {
    const trouble = unfinished(member, (message) => ['window', 'unknown'].includes(endingOf(message).kind));
    if (trouble.length > 0 && mine.chance(0.5)) return mend(member, mine.pick(trouble));
    const failed = unfinished(member, ({ components }) => JSON.stringify(components).includes(`"${TRY_AGAIN}"`));
    if (failed.length > 0 && mine.chance(0.2)) return mend(member, mine.pick(failed));
    if (results.length > 0 && mine.chance(0.6)) return press(member, mine);
    return imagine(member, mine);
  }

  return {
    gestures,
    results,
    get asked() {
      return asked;
    },
    async live(jobs) {
      await Promise.all(
        actors.map(async ({ member, mine }) => {
          while (asked < jobs) await act(member, mine);
        }),
      );
    },
    async tidy() {
      const work = actors.flatMap(({ member }) =>
        unfinished(member, (message) => ['window', 'unknown'].includes(endingOf(message).kind)).map(
          (message) => () => mend(member, message),
        ),
      );
      await Promise.all(work.map((mendIt) => mendIt()));
      return work.length > 0;
    },
  };
}
