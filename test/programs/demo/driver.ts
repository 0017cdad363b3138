import type { Handle } from '../../emulator/discord/handle.ts';
import type { Actor } from '../../emulator/discord/server.ts';
import type { Message } from '../../emulator/discord/types.ts';
import { check, Deviation } from './deviation.ts';
import type { Demo } from './setup.ts';
import type { Transcript } from './transcript.ts';

const PATIENCE = 10_000;

/** What the relay was asked, and the task it made of it. */
export type Submitted = { readonly taskId: string; readonly body: unknown };
export type Driver = ReturnType<typeof createDriver>;

/** Makes gestures, moves the relay's tasks, and insists on what must follow. Everything here throws Deviation. */
export function createDriver({ discord, relay }: Demo, transcript: Transcript) {
  const gestures: Handle[] = [];
  /** How many submissions the story has accounted for. */
  let expected = 0;

  async function promised<T>(what: Promise<T>, otherwise: string): Promise<T> {
    try {
      return await what;
    } catch (error) {
      throw new Deviation(otherwise, { cause: error });
    }
  }

  /** Also ends when the relay is asked for more than the story asked for. */
  async function until(isSo: () => boolean, otherwise: string): Promise<void> {
    await discord.waitUntil(() => isSo() || relay.submissions.length > expected, PATIENCE).catch(() => undefined);
    nothingMore('The relay was asked for something that nobody wished for.');
    check(isSo(), otherwise);
  }

  /** Throws when the relay was asked for more than the story wanted. */
  function nothingMore(otherwise: string): void {
    check(relay.submissions.length <= expected, otherwise);
  }

  async function gesture(member: Actor, what: string, make: () => Promise<Handle>): Promise<Handle> {
    transcript.gesture(member, what);
    const handle = await promised(make(), `Discord would not let ${member.name} do this: ${what}`);
    gestures.push(handle);
    return handle;
  }

  return {
    gestures,
    nothingMore,
    promised,

    slash: (member: Actor, prompt: string) =>
      gesture(member, `/imagine prompt: ${prompt}`, () => member.slash('imagine', { prompt })),

    press: (member: Actor, message: Message, label: string) =>
      gesture(member, `presses [ ${label} ] below ${transcript.numberOf(message.id)}`, () =>
        member.press(message, { label }),
      ),

    submit: (member: Actor, handle: Handle, what: string, values: Readonly<Record<string, string>>) =>
      gesture(member, what, async () => member.submit(await handle.modal(), values)),

    shown: (handle: Handle) => promised(handle.message(), 'The bot did not answer a gesture with a message.'),

    /** Waits until the relay was asked for just this, call after call; resolves with the last. */
    async submission(...endpoints: readonly string[]): Promise<Submitted> {
      const before = expected;
      expected += endpoints.length;
      await until(
        () => Boolean(relay.submissions[expected - 1]?.taskId),
        `The relay should have been asked for ${endpoints.join(' and ')}.`,
      );
      const asked = relay.submissions.slice(before).map(({ endpoint }) => endpoint);
      check(asked.join() === endpoints.join(), `The relay was asked for ${asked.join(' and ')}.`);
      const { taskId, body } = relay.submissions[expected - 1] ?? {};
      if (!taskId) throw new Deviation('The relay made no task.');
      return { taskId, body };
    },

    /** The relay gets on with a task, and the message shows it each time. */
    async progress(message: Message, taskId: string, ...percents: readonly number[]): Promise<void> {
      for (const percent of percents) {
        relay.progress(taskId, percent);
        await until(
          () => message.embeds.some(({ description = '' }) => description.includes(` ${percent}%`)),
          `In the channel, ${transcript.numberOf(message.id)} should have shown ${percent} %.`,
        );
      }
    },

    /** Waits until a message shows its picture and buttons. */
    finished: (message: Message): Promise<void> =>
      until(
        () => message.attachments.length === 1 && message.components.length > 0,
        `In the channel, ${transcript.numberOf(message.id)} should have shown a picture and its buttons.`,
      ),
  };
}
