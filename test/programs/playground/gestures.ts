import { z } from 'zod';
import type { FileValue, OptionValue } from '../../emulator/discord/options.ts';
import type { Actor } from '../../emulator/discord/server.ts';
import type { Channel, Interaction, Message } from '../../emulator/discord/types.ts';
import type { GuildSetup } from './guild-setup.ts';
import type { FileInput, Gesture, Made, OptionInput } from './wire.ts';

const file = z.object({ name: z.string(), type: z.string(), base64: z.base64() });
const option = z.union([z.string(), z.number(), z.boolean(), z.object({ file }), z.object({ id: z.string() })]);
const where = { as: z.string(), channelId: z.string() };
const onMessage = { ...where, messageId: z.string() };
const command = { ...where, name: z.string(), options: z.record(z.string(), option) };

/** What a page may ask for. */
export const GestureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('say'), ...where, content: z.string().min(1).max(2000) }),
  z.object({ kind: z.literal('slash'), ...command }),
  z.object({ kind: z.literal('complete'), ...command, focused: z.string() }),
  z.object({ kind: z.literal('press'), ...onMessage, customId: z.string() }),
  z.object({ kind: z.literal('choose'), ...onMessage, customId: z.string(), values: z.array(z.string()) }),
  z.object({ kind: z.literal('menu'), ...onMessage, name: z.string() }),
  z.object({
    kind: z.literal('submit'),
    ...where,
    interactionId: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.array(z.union([z.string(), file]))])),
  }),
]) satisfies z.ZodType<Gesture>;

type Parts = {
  readonly guild: GuildSetup;
  readonly message: (id: string) => Message | undefined;
  readonly interaction: (id: string) => Interaction | undefined;
};

/** Makes gestures for the page. Throws, in a sentence, where Discord's client would not allow one. */
export function createGestures({ guild, message, interaction }: Parts) {
  function found<T>(what: T | undefined, otherwise: string): T {
    if (what === undefined) throw new Error(otherwise);
    return what;
  }

  function givenAs(given: OptionInput): OptionValue {
    if (typeof given !== 'object') return given;
    if ('file' in given) return fileOf(given.file);
    return found<OptionValue>(
      guild.actor(given.id) ?? guild.channel(given.id),
      'there is nobody and no channel of that id',
    );
  }

  const optionsOf = (given: Readonly<Record<string, OptionInput>>) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, givenAs(value)]));

  async function interact(actor: Actor, channel: Channel, gesture: Exclude<Gesture, { kind: 'say' | 'complete' }>) {
    const at = { channel };
    switch (gesture.kind) {
      case 'slash':
        return actor.slash(gesture.name, optionsOf(gesture.options), at);
      case 'press':
        return actor.press(found(message(gesture.messageId), 'that message is gone'), gesture, at);
      case 'choose':
        return actor.choose(found(message(gesture.messageId), 'that message is gone'), gesture, gesture.values, at);
      case 'menu':
        return actor.useOnMessage(gesture.name, found(message(gesture.messageId), 'that message is gone'), at);
      case 'submit': {
        const modal = found(interaction(gesture.interactionId)?.modal ?? undefined, 'that form is gone');
        const values = Object.entries(gesture.values).map(([id, value]) => [id, fieldOf(value)] as const);
        return actor.submit(modal, Object.fromEntries(values), at);
      }
    }
  }

  return async (gesture: Gesture): Promise<Made> => {
    const actor = found(guild.actor(gesture.as), 'there is no such member');
    const channel = found(guild.channel(gesture.channelId), 'there is no such channel');
    if (gesture.kind === 'say') {
      actor.say(gesture.content, channel);
      return { interactionId: null };
    }
    if (gesture.kind === 'complete') {
      const { name, options, focused } = gesture;
      const handle = await actor.autocomplete(name, optionsOf(options), focused, { channel });
      return { interactionId: handle.id, choices: await handle.choices() };
    }
    return { interactionId: (await interact(actor, channel, gesture)).id };
  };
}

function fileOf({ name, type, base64 }: FileInput): FileValue {
  return { name, type, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/** The chosen values, or the files, of a form's field. */
function fieldOf(value: string | readonly (string | FileInput)[]): string | readonly string[] | readonly FileValue[] {
  if (typeof value === 'string') return value;
  const files = value.flatMap((one) => (typeof one === 'string' ? [] : [fileOf(one)]));
  return files.length > 0 ? files : value.flatMap((one) => (typeof one === 'string' ? [one] : []));
}
