import { refuse } from '../api-error.ts';
import type { Interactions } from '../interactions.ts';
import type { Messages } from '../messages.ts';
import type { Channel, Interaction, Message } from '../types.ts';
import { parseForm } from '../validate/form.ts';
import { messageSchema } from '../validate/message.ts';
import { wireMessage } from '../wire.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './route.ts';

const path = '/webhooks/:application/:token/messages/:message';
const bucket = (name: string) => ({ name: `webhook ${name}`, limit: 5, ms: 2000, by: ['application', 'token'] });

/** What an interaction's token can do while it lives. https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages */
export function webhookRoutes(deps: { world: World; messages: Messages; interactions: Interactions }): Route[] {
  const { world, messages, interactions } = deps;
  const auth = 'token';

  const behind = ({ param, note }: Call): { interaction: Interaction; channel: Channel } => {
    if (param('application') !== world.bot.id) throw refuse.unknownWebhook();
    const interaction = interactions.withToken(param('token'));
    note({ interactionId: interaction.id, channelId: interaction.channel.id });
    return { interaction, channel: interaction.channel };
  };

  /** The first answer, a follow-up of the same interaction, or the message whose component was used. */
  const target = (call: Call, interaction: Interaction): Message => {
    const id = call.param('message');
    const message = id === '@original' ? interaction.original : messages.get(id);
    const own =
      message &&
      (message.interactionId === interaction.id ||
        [interaction.original?.id, interaction.source?.id].includes(message.id));
    if (!message || !own || message.deleted) throw refuse.unknownMessage();
    call.note({ messageId: message.id });
    return message;
  };
  const refuseIfArchived = ({ kind, archived, locked }: Channel, ephemeral: boolean): void => {
    if (kind === 'thread' && (archived || locked) && !ephemeral) throw refuse.archivedThread();
  };

  return [
    {
      method: 'POST',
      path: '/webhooks/:application/:token',
      auth,
      bucket: bucket('post'),
      handle(call) {
        const { interaction, channel } = behind(call);
        const body = parseForm(messageSchema, call.json);
        const { original, attachmentLimit: limit } = interaction;
        if (!world.channelById(channel.id)) throw refuse.unknownChannel();
        const ephemeral = interaction.forcedEphemeral || Boolean((body.flags ?? 0) & 64);
        refuseIfArchived(channel, ephemeral);
        const message =
          original?.loading && !original.deleted
            ? messages.edit(original, 'webhook', body, call.files, limit)
            : messages.post({ channel, author: world.bot, body, files: call.files, limit, interaction, ephemeral });
        call.note({ messageId: message.id, final: isFinal(message) });
        return { status: 200, body: wireMessage(message, world) };
      },
    },
    {
      method: 'GET',
      path,
      auth,
      bucket: bucket('get'),
      handle: (call) => ({ status: 200, body: wireMessage(target(call, behind(call).interaction), world) }),
    },
    {
      method: 'PATCH',
      path,
      auth,
      bucket: bucket('patch'),
      handle(call) {
        const { interaction, channel } = behind(call);
        const message = target(call, interaction);
        refuseIfArchived(channel, message.ephemeral);
        messages.edit(message, 'webhook', parseForm(messageSchema, call.json), call.files, interaction.attachmentLimit);
        call.note({ final: isFinal(message) });
        return { status: 200, body: wireMessage(message, world) };
      },
    },
    {
      method: 'DELETE',
      path,
      auth,
      bucket: bucket('delete'),
      handle(call) {
        messages.remove(target(call, behind(call).interaction));
        return { status: 204 };
      },
    },
  ];
}

function isFinal({ attachments, components }: Message): boolean {
  return attachments.length + components.length > 0;
}
