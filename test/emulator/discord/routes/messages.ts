import { formError, refuse } from '../api-error.ts';
import type { Buckets } from '../buckets.ts';
import type { Interactions } from '../interactions.ts';
import type { Messages } from '../messages.ts';
import type { Records } from '../records.ts';
import type { Channel, Message } from '../types.ts';
import { parseForm } from '../validate/form.ts';
import { type MessageBody, messageSchema } from '../validate/message.ts';
import { wireMessage } from '../wire.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './route.ts';

const path = '/channels/:channel/messages/:message';
const bucket = (name: string, ms = 5000) => ({ name: `channel ${name}`, limit: 5, ms, by: ['channel'] });
const hour = 3_600_000;
/** Observed, not documented: edits of messages older than an hour, per channel. */
const oldEdits = { limit: 3, ms: 20_000 };

type Deps = {
  world: World;
  messages: Messages;
  interactions: Interactions;
  buckets: Buckets;
  records: Records;
  attachmentLimit: number;
};

/** What the bot's own token can do in a channel. https://discord.com/developers/docs/resources/message */
export function messageRoutes({
  world,
  messages,
  interactions,
  buckets,
  records,
  attachmentLimit: limit,
}: Deps): Route[] {
  const auth = 'bot';
  const nonces = new Map<string, Message>();

  const place = ({ param, note }: Call): Channel => {
    const channel = world.channelById(param('channel'));
    if (!channel) throw refuse.unknownChannel();
    note({ channelId: channel.id });
    if (!channel.botCanSee) throw refuse.missingAccess();
    return channel;
  };
  /** Ephemeral messages do not exist for the bot's token. */
  const target = (call: Call, channel: Channel): Message => {
    const message = messages.get(call.param('message'));
    call.note({ messageId: call.param('message') });
    if (!message || message.channelId !== channel.id || message.ephemeral) throw refuse.unknownMessage();
    return message;
  };
  const answered = (channel: Channel, { message_reference: wanted }: MessageBody): Message | null => {
    if (!wanted) return null;
    const message = messages.get(wanted.message_id);
    if (message && message.channelId === channel.id && !message.ephemeral) return message;
    if (wanted.fail_if_not_exists === false) return null;
    throw formError(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  };

  return [
    {
      method: 'POST',
      path: '/channels/:channel/messages',
      auth,
      bucket: bucket('post'),
      handle(call) {
        const channel = place(call);
        if (channel.member?.dmsClosed) throw refuse.closedDms();
        if (!channel.botCanSend) throw refuse.missingPermissions();
        if (channel.locked) throw refuse.archivedThread();
        const body = parseForm(messageSchema, call.json);
        const key = `${channel.id} ${body.nonce}`;
        const twin = body.enforce_nonce && body.nonce != null ? nonces.get(key) : undefined;
        const [, asker = '', nth] = /^o(\d+)(-\d+)?$/.exec(String(body.nonce)) ?? [];
        const interaction = interactions.get(asker);
        const message =
          twin ??
          messages.post({
            channel,
            author: world.bot,
            body,
            files: call.files,
            limit,
            answered: answered(channel, body),
            ...(interaction && { interaction, asBot: true }),
          });
        if (interaction && nth === undefined) interaction.posted = message;
        if (body.nonce != null) nonces.set(key, message);
        channel.archived = false;
        call.note({ messageId: message.id, final: isFinal(message) });
        return {
          status: 200,
          body: { ...wireMessage(message, world), ...(body.nonce != null && { nonce: body.nonce }) },
        };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages',
      auth,
      bucket: bucket('list'),
      handle(call) {
        const shown = messages.in(place(call).id).filter(({ ephemeral }) => !ephemeral);
        const most = Math.min(Number(call.query.get('limit') ?? 50), 100);
        return {
          status: 200,
          body: shown
            .reverse()
            .slice(0, most)
            .map((message) => wireMessage(message, world)),
        };
      },
    },
    {
      method: 'GET',
      path,
      auth,
      bucket: bucket('get', 1000),
      handle: (call) => ({ status: 200, body: wireMessage(target(call, place(call)), world) }),
    },
    {
      method: 'PATCH',
      path,
      auth,
      bucket: bucket('patch'),
      handle(call) {
        const channel = place(call);
        const message = target(call, channel);
        if (message.author.id !== world.bot.id) throw refuse.notYours();
        if (channel.archived || channel.locked) throw refuse.archivedThread();
        const body = parseForm(messageSchema, call.json);
        if (Date.now() - message.createdAt > hour) {
          const { ok, after } = buckets.take(`old ${channel.id}`, oldEdits.limit, oldEdits.ms, call.by);
          if (!ok) {
            records.violation(`too many edits of messages older than an hour in ${channel.id}`);
            throw refuse.oldMessage(after / 1000);
          }
        }
        messages.edit(message, 'bot', body, call.files, limit);
        call.note({ final: isFinal(message) });
        return { status: 200, body: wireMessage(message, world) };
      },
    },
    {
      method: 'DELETE',
      path,
      auth,
      bucket: bucket('delete', 1000),
      handle(call) {
        const message = target(call, place(call));
        if (message.author.id !== world.bot.id) throw refuse.missingPermissions();
        messages.remove(message);
        return { status: 204 };
      },
    },
  ];
}

function isFinal({ attachments, components }: Message): boolean {
  return attachments.length + components.length > 0;
}
