import { z } from 'zod';
import { formError, refuse } from '../api-error.ts';
import type { Interactions } from '../interactions.ts';
import type { Messages } from '../messages.ts';
import type { Records } from '../records.ts';
import type { Interaction, Message, UploadedFile } from '../types.ts';
import { choicesSchema } from '../validate/choices.ts';
import { parseForm } from '../validate/form.ts';
import { messageSchema } from '../validate/message.ts';
import { modalSchema } from '../validate/modal.ts';
import { wireMessage } from '../wire.ts';
import type { World } from '../world.ts';
import { type Route, roomy } from './route.ts';

const form = z.object({ type: z.number().int(), data: z.unknown().optional() });

/** POST /interactions/{id}/{token}/callback. https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response */
export function callbackRoutes(deps: {
  world: World;
  messages: Messages;
  interactions: Interactions;
  records: Records;
}): Route[] {
  const { world, messages, interactions, records } = deps;

  const perform = (
    interaction: Interaction,
    type: number,
    data: unknown,
    files: readonly UploadedFile[],
  ): Message | null => {
    const { channel, source, attachmentLimit: limit } = interaction;
    if (!world.channelById(channel.id)) throw refuse.unknownChannel();
    const body = () => parseForm(messageSchema, data ?? {}, ['data']);
    switch (type) {
      case 4:
      case 5: {
        const given = body();
        const ephemeral = interaction.forcedEphemeral || Boolean((given.flags ?? 0) & 64);
        interaction.original = messages.post({
          channel,
          author: world.bot,
          interaction,
          ephemeral,
          limit,
          loading: type === 5,
          ...(type === 5 ? { body: {}, files: [] } : { body: given, files }),
        });
        return interaction.original;
      }
      case 6:
      case 7:
        if (!source || source.deleted) throw refuse.unknownMessage();
        interaction.original = source;
        return type === 7 ? messages.edit(source, 'callback', body(), files, limit) : null;
      case 8:
        interaction.choices = parseForm(choicesSchema, data, ['data']).choices;
        return null;
      default: {
        const { custom_id, title, components } = parseForm(modalSchema, data, ['data']);
        interaction.modal = { customId: custom_id, title, components, interaction };
        return null;
      }
    }
  };

  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      auth: 'token',
      bucket: { ...roomy, name: 'callback', by: ['interaction'] },
      handle({ by, param, query, json, files, note }) {
        const id = param('interaction');
        note({ interactionId: id });
        const interaction = interactions.toAcknowledge(id, param('token'), by);
        const { type, data } = parseForm(form, json);
        if (!allowed(interaction).includes(type)) {
          records.violation(`callback type ${type} cannot answer an interaction of type ${interaction.type}`);
          throw formError(['type'], 'INTERACTION_CALLBACK_TYPE_INVALID', 'Invalid interaction callback type');
        }
        const message = perform(interaction, type, data, files);
        interactions.acknowledge(interaction, type, by);
        const { original, channel } = interaction;
        if (original) note({ messageId: original.id, channelId: channel.id });
        if (message) note({ final: message.attachments.length + message.components.length > 0 });
        if (query.get('with_response') !== 'true') return { status: 204 };
        return { status: 200, body: response(interaction, type, message && wireMessage(message, world)) };
      },
    },
  ];
}

/** A modal may not answer a modal; only what came from a message can update it. */
function allowed({ type, source }: Interaction): readonly number[] {
  if (type === 4) return [8];
  return [4, 5, ...(source && type !== 2 ? [6, 7] : []), ...(type === 5 ? [] : [9])];
}

function response({ id, type, channel, original }: Interaction, answer: number, message: unknown) {
  return {
    interaction: {
      id,
      type,
      channel_id: channel.id,
      ...(channel.guild && { guild_id: channel.guild.id }),
      ...(original && {
        response_message_id: original.id,
        response_message_loading: original.loading,
        response_message_ephemeral: original.ephemeral,
      }),
    },
    ...((answer === 4 || answer === 7) && { resource: { type: answer, message } }),
  };
}
