import type { Handle } from '../emulator/discord/handle.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { check, Deviation } from './deviation.ts';
import type { Stage } from './stage.ts';
import type { Transcript } from './transcript.ts';

/** What the relay was asked, and the task it made of it. */
export type Submitted = { readonly taskId: string; readonly body: unknown };
export type Director = ReturnType<typeof createDirector>;

/** Makes gestures, moves the relay's tasks, and insists on what must follow. Everything here throws Deviation. */
export function createDirector({ discord, relay }: Stage, transcript: Transcript) {
  const gestures: Handle[] = [];
  /** Submissions that the walk has accounted for. */
  let expected = 0;

  async function promised<T>(what: Promise<T>, otherwise: string): Promise<T> {
    try {
      return await what;
    } catch (error) {
      throw new Deviation(otherwise, { cause: error });
    }
  }

  const until = (isSo: () => boolean, otherwise: string): Promise<void> =>
    promised(
      discord.waitUntil(isSo, 10_000).then(() => undefined),
      otherwise,
    );

  async function gesture(member: Actor, what: string, make: () => Promise<Handle>): Promise<Handle> {
    transcript.gesture(member, what);
    const handle = await promised(make(), `Discord would not let ${member.name} do this: ${what}`);
    gestures.push(handle);
    return handle;
  }

  return {
    gestures,
    until,
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

    /** Waits for the next submission at the relay. */
    async submission(endpoint: string): Promise<Submitted> {
      const at = expected;
      expected += 1;
      await until(() => Boolean(relay.submissions[at]?.taskId), `The relay was not asked for the next ${endpoint}.`);
      const found = relay.submissions[at];
      if (!found?.taskId) throw new Deviation('The relay made no task.');
      check(found.endpoint === endpoint, `The relay was asked for ${found.endpoint} instead of ${endpoint}.`);
      return { taskId: found.taskId, body: found.body };
    },

    /** Nothing was submitted beyond what the walk asked for. */
    nothingMore(otherwise: string): void {
      check(relay.submissions.length === expected, otherwise);
    },

    /** The relay gets on with a task, and the message shows it each time. */
    async progress(message: Message, taskId: string, ...percents: readonly number[]): Promise<void> {
      for (const percent of percents) {
        relay.progress(taskId, percent);
        await until(
          () => message.embeds.some(({ description = '' }) => description.includes(` ${percent}%`)),
          `${transcript.numberOf(message.id)} should have shown ${percent} %.`,
        );
      }
    },

    /** Waits until a message shows its picture and buttons. */
    finished: (message: Message): Promise<void> =>
      until(
        () => message.attachments.length === 1 && message.components.length > 0,
        `${transcript.numberOf(message.id)} should have shown a picture and its buttons.`,
      ),
  };
}
