import type { Waits } from '../condition-waits.ts';
import type { Cdn } from './cdn.ts';
import type { Gateway } from './gateway.ts';
import { createHandle, type Handle } from './handle.ts';
import type { Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { type ModalValues, submission } from './modal-submission.ts';
import { fillOptions, type OptionValues, uploader } from './options.ts';
import { contextOf, type GestureContext, interactionPayload } from './payload.ts';
import type { Command } from './routes/commands.ts';
import type { Channel, Member, Message, Modal } from './types.ts';
import type { Component } from './validate/components.ts';
import { wireMessage } from './wire.ts';
import type { World } from './world.ts';

/** Where and how a gesture is made. Without a channel: #general, or the DM that `context` 1 (with the bot) or 2 (without it) means. */
export type Where = {
  readonly channel?: Channel;
  readonly context?: 0 | 1 | 2;
  /** How the command came here: with the server's installation or the member's own. */
  readonly install?: 'guild' | 'user';
  /** Discord shows every answer only to the member, as for user installs without permission. */
  readonly forceEphemeral?: boolean;
  /** Bytes. */
  readonly attachmentLimit?: number;
};

export type Wanted = { readonly label: string } | { readonly customId: string };

export type GestureDeps = {
  readonly world: World;
  readonly messages: Messages;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly cdn: Cdn;
  readonly commands: readonly Command[];
  readonly waits: Waits;
  readonly attachmentLimit: number;
};

const ADMINISTRATOR = 8n;

/** What a member can do in the client. Each throws where the client would not allow it, and resolves when the event has left. */
export function createGestures(member: Member, deps: GestureDeps) {
  const { world, messages, interactions, gateway, cdn, commands, waits } = deps;

  const make = (
    type: GestureContext['type'],
    channel: Channel,
    data: unknown,
    source: Message | null,
    where: Where,
  ): Handle => {
    if (!world.channelById(channel.id)) throw new Error(`the channel ${channel.name} is gone`);
    const attachmentLimit = where.attachmentLimit ?? deps.attachmentLimit;
    const install = where.install ?? (contextOf(channel) === 2 ? 'user' : 'guild');
    const payload = interactionPayload({
      world,
      type,
      member,
      channel,
      install,
      attachmentLimit,
      data,
      message: source,
    });
    const forcedEphemeral = where.forceEphemeral ?? false;
    const interaction = interactions.create({
      type,
      member,
      channel,
      source,
      attachmentLimit,
      forcedEphemeral,
      payload,
    });
    gateway.dispatch('INTERACTION_CREATE', interaction.payload, channel.guild?.id ?? null, (by) => {
      interaction.deliveredAt = Date.now();
      interaction.sentTo.push(by);
      interaction.deliveries.push({ by, at: interaction.deliveredAt });
    });
    return createHandle(interaction, waits);
  };

  const at = ({ channel, context = 0 }: Where): Channel => {
    if (channel) return channel;
    if (context === 0) return world.channel();
    return context === 1 ? world.direct(member) : world.private(member);
  };
  const find = (type: number, name: string, channel: Channel, { install }: Where): Command => {
    const command = commands.find((one) => one.type === type && one.name === name);
    if (!command) throw new Error(`no command ${name} is registered`);
    const context = contextOf(channel);
    if (command.contexts && !command.contexts.includes(context))
      throw new Error(`${name} is not offered in context ${context}`);
    const through = install === 'user' || context === 2 ? 1 : 0;
    if (!command.integration_types.includes(through))
      throw new Error(`${name} is not offered for integration type ${through}`);
    const needed = BigInt(command.default_member_permissions ?? 0);
    const held = BigInt(member.permissions);
    if (channel.guild && (held & needed) !== needed && (held & ADMINISTRATOR) === 0n)
      throw new Error(`${name} is not shown to ${member.name}, who has not the permissions for it`);
    return command;
  };
  const command = (type: 2 | 4, line: string, values: OptionValues, where: Where, focused?: string): Handle => {
    const [name = '', ...path] = line.split(' ');
    const channel = at(where);
    const found = find(1, name, channel, where);
    const upload = uploader(cdn, channel.id);
    const { options, resolved } = fillOptions({
      command: found,
      path,
      values,
      upload,
      memberById: world.memberById,
      ...(focused !== undefined && { focused }),
    });
    const data = {
      id: found.id,
      name,
      type: 1,
      ...(options.length > 0 && { options }),
      ...(Object.keys(resolved).length > 0 && { resolved }),
    };
    return make(type, channel, data, null, where);
  };
  const see = (message: Message): Channel => {
    const channel = world.channelById(message.channelId);
    if (message.deleted || !channel) throw new Error(`the message ${message.id} is gone`);
    if (message.ephemeral && message.viewerId !== member.id)
      throw new Error(`${member.name} cannot see the message ${message.id}`);
    return channel;
  };
  const component = (message: Message, wanted: Wanted, isMenu: boolean): Component & { custom_id: string } => {
    for (const one of message.components.flatMap((row) => row.components)) {
      if ((one.type !== 2) !== isMenu || !fits(one, wanted)) continue;
      const { custom_id, disabled } = one;
      if (custom_id === undefined) throw new Error('a link button makes no interaction');
      if (disabled) throw new Error(`${custom_id} is disabled`);
      return { ...one, custom_id };
    }
    throw new Error(`the message has no ${JSON.stringify(wanted)}: ${JSON.stringify(message.components)}`);
  };

  return {
    /** `name` may go on with subcommands, separated by spaces. */
    slash: async (name: string, options: OptionValues = {}, where: Where = {}) => command(2, name, options, where),
    /** What no client offers: a command that is not shown to the member, or options that it does not take. */
    forgeSlash: async (name: string, options: readonly object[], resolved: object = {}) => {
      const found = commands.find((one) => one.name === name);
      if (!found) throw new Error(`no command ${name} is registered`);
      return make(2, at({}), { id: found.id, name, type: 1, options, resolved }, null, {});
    },

    autocomplete: async (name: string, options: OptionValues, focused: string, where: Where = {}) =>
      command(4, name, options, where, focused),

    /** A label may also be the emoji of a button that has no text. */
    press: async (message: Message, wanted: Wanted, where: Where = {}) => {
      const channel = see(message);
      const { custom_id } = component(message, wanted, false);
      return make(3, channel, { custom_id, component_type: 2, id: 2 }, message, where);
    },

    /** What no client offers: a press with an id that does not stand in the message. */
    forge: async (message: Message, customId: string) =>
      make(3, see(message), { custom_id: customId, component_type: 2, id: 2 }, message, {}),

    choose: async (message: Message, wanted: Wanted, values: readonly string[], where: Where = {}) => {
      const channel = see(message);
      const menu = component(message, wanted, true);
      const unknown = values.find((value) => menu.type === 3 && !menu.options.some((option) => option.value === value));
      if (unknown !== undefined) throw new Error(`${unknown} is not in the menu`);
      const data = { custom_id: menu.custom_id, component_type: menu.type, id: 2, values, resolved: {} };
      return make(3, channel, data, message, where);
    },

    submit: async (modal: Modal, values: ModalValues, where: Where = {}) => {
      const { channel, source } = modal.interaction;
      return make(5, channel, submission(modal, values, uploader(cdn, channel.id)), source, where);
    },

    /** Apps → command, on a message. `fields`: what Discord sends of it beside or instead of what we keep. */
    useOnMessage: async (name: string, message: Message, where: Where = {}, fields: object = {}) => {
      const channel = see(message);
      const { id } = find(3, name, channel, where);
      const resolved = { messages: { [message.id]: { ...wireMessage(message, world), ...fields } } };
      return make(2, channel, { id, name, type: 3, target_id: message.id, resolved }, null, where);
    },

    /** An ordinary message of this member. */
    say: (content: string, channel: Channel = world.channel()): Message =>
      messages.post({ channel, author: member, body: { content }, files: [], limit: deps.attachmentLimit }),
  };
}

export type Gestures = ReturnType<typeof createGestures>;

function fits(one: Component, wanted: Wanted): boolean {
  if ('customId' in wanted) return one.custom_id === wanted.customId;
  if (one.type !== 2) return one.placeholder === wanted.label;
  return one.label === wanted.label || (!one.label && one.emoji?.name === wanted.label);
}
