import { setTimeout as delay } from 'node:timers/promises';
import { en } from '../../../src/text/en/index.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Handle } from '../../emulator/discord/handle.ts';
import type { Actor, Discord } from '../../emulator/discord/server.ts';
import type { Channel, Message, Modal } from '../../emulator/discord/types.ts';
import type { Component } from '../../emulator/discord/validate/components.ts';
import { fieldsOf } from '../../emulator/discord/validate/modal.ts';
import { endingOf, isOpen } from './endings.ts';

/** How long a member waits for a picture before doing something else, in ms. */
const PATIENCE = 6_000;
/** What members read who should come back later, and how long they take for that, in ms. */
const busy = [en.replies.restarting, en.replies.tooManyWaiting(2).split('2')[0] ?? ''];
const BREATH = 3_000;
/** How many prompts a question is about. */
export const DRAFTED = 2;

/** What is known of a gesture besides its interaction. */
type Facts = {
  /** The message whose job this one tries again. */
  readonly repeats: Message | null;
  /** Only its member may see what comes of it. */
  readonly isPrivate: boolean;
  /** It shows what another gesture has made. */
  readonly looks: boolean;
  /** The job that it calls off. */
  readonly callsOff: string | null;
  /** The interaction whose question it says yes to. */
  readonly confirms: string | null;
};

/** One interaction that a member made. */
export type Gesture = Facts & { readonly handle: Handle; readonly member: Actor; readonly what: string };

const plain: Facts = { repeats: null, isPrivate: false, looks: false, callsOff: null, confirms: null };

/** What one member can do. `asked` counts the gestures of all that ask for a job. */
export function createMemberGestures(discord: Discord) {
  const gestures: Gesture[] = [];
  const results: Message[] = [];
  let asked = 0;

  const settles = (probe: () => unknown, ms: number) => discord.waitUntil(probe, ms).catch(() => undefined);

  /** The handle once Discord has an answer; null when there is none or the gesture cannot be made any more. */
  async function make(
    member: Actor,
    what: string,
    gesture: () => Promise<Handle>,
    facts: Partial<Facts> = {},
  ): Promise<Handle | null> {
    await settles(discord.isReady, 15_000);
    const handle = await gesture().catch(() => null);
    if (!handle) return null;
    gestures.push({ ...plain, ...facts, handle, member, what });
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

  /** Where a press asks for words first, they are written; otherwise its message is followed. */
  async function answerModal(member: Actor, handle: Handle | null, label: string): Promise<void> {
    const modal: Modal | null = handle?.interaction.modal ?? null;
    if (!modal) return follow(handle);
    // A long text is the prompt, which gets longer; anything else stays as it is.
    const texts = fieldsOf(modal.components).flatMap((field) => (field.type === 4 && field.style === 2 ? [field] : []));
    const values = Object.fromEntries(texts.map(({ custom_id, value = 'a fox' }) => [custom_id, `${value} at dusk`]));
    await follow(await make(member, `${label}, written`, () => member.submit(modal, values)));
  }

  return {
    gestures,
    results,
    get asked() {
      return asked;
    },
    make,
    follow,
    answerModal,

    async imagine(member: Actor, channel: Channel, prompt: string, { isPrivate = false, repeat = 1 }): Promise<void> {
      asked += 1;
      const options = { prompt, ...(isPrivate && { private: true }), ...(repeat > 1 && { repeat }) };
      const slash = () => member.slash('imagine', options, { channel });
      await follow(await make(member, 'imagine', slash, { isPrivate }));
    },

    /** Presses a button, or several members do at the same moment. One who presses alone writes what is asked for. */
    async press(members: readonly Actor[], message: Message, button: { id: string; label: string }): Promise<void> {
      asked += 1;
      const { id, label } = button;
      const once = (who: Actor) => make(who, label, () => who.press(message, { customId: id }));
      const handles = await Promise.all(members.map(async (who) => ({ who, handle: await once(who) })));
      const [only] = handles;
      if (only && handles.length === 1) return answerModal(only.who, only.handle, label);
      await Promise.all(handles.map(({ handle }) => follow(handle)));
    },

    /** Asks for several prompts and says yes to the question twice at once. */
    async confirmTwice(member: Actor, channel: Channel): Promise<void> {
      asked += DRAFTED;
      const prompt = 'a {red, blue} boat';
      const draft = await make(member, 'imagine', () => member.slash('imagine', { prompt }, { channel }));
      const question = draft?.interaction.original;
      if (!question) return;
      const label = en.batches.make(DRAFTED);
      const yes = () => make(member, label, () => member.press(question, { label }), { confirms: draft.id });
      await Promise.all([yes(), yes()].map(async (handle) => follow(await handle)));
    },

    /** All pictures of a grid at once; afterwards one of them by itself. */
    async upscaleAll(member: Actor, message: Message): Promise<void> {
      asked += 1;
      const label = en.grouped.upscaleAll;
      const handle = await make(member, label, () => member.press(message, { label }));
      await follow(handle);
      const group = handle?.interaction.original;
      const [first] = group ? componentsOf(group).filter(({ custom_id = '' }) => custom_id.startsWith('open::')) : [];
      if (!group || !first) return;
      const open = () => member.press(group, { customId: first.custom_id ?? '' });
      await follow(await make(member, 'open', open, { looks: true }));
    },

    async show(member: Actor, channel: Channel, task: string): Promise<void> {
      const slash = () => member.slash('show', { task }, { channel });
      await follow(await make(member, 'show', slash, { looks: true }));
    },

    /** Calls off the newest job of this member that can be. */
    async callOff(member: Actor, channel: Channel): Promise<void> {
      const list = await make(member, 'jobs', () => member.slash('jobs', {}, { channel }));
      const message = list?.interaction.original;
      const menu = message && componentsOf(message).find((one) => placeholderOf(one) === en.lookup.cancelHint);
      const id = menu?.type === 3 ? menu.options.at(-1)?.value : undefined;
      if (!message || id === undefined) return;
      const choose = () => member.choose(message, { label: en.lookup.cancelHint }, [id]);
      const before = message.history.length;
      await make(member, 'call off', choose, { callsOff: id });
      await settles(() => message.history.length > before, PATIENCE);
    },
  };
}

export type MemberGestures = ReturnType<typeof createMemberGestures>;

function componentsOf({ components }: Message): readonly Component[] {
  return components.flatMap((row) => row.components);
}

const placeholderOf = (one: Component) => (one.type === 2 ? '' : (one.placeholder ?? ''));
