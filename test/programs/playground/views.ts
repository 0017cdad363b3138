import { isShownByEmbed } from '../../emulator/discord/files.ts';
import type { Interaction, Message } from '../../emulator/discord/types.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import { commandOf, gestureOf } from './gesture-names.ts';
import type { ExchangeView, InteractionView, MessageView } from './wire.ts';

const SHOWN = 1200;

/** How the page sees a message. `source` is the interaction it answers. */
export function viewMessage(message: Message, source: Interaction | undefined): MessageView {
  const { id, channelId, author, embeds, components, attachments, viewerId, pinged, content, loading } = message;
  const own = source?.source?.id !== id ? source : undefined;
  return {
    id,
    channelId,
    content,
    embeds,
    components,
    loading,
    viewerId,
    pinged,
    author: { id: author.id, name: author.bot ? 'Darkroom' : author.name, bot: author.bot },
    at: message.createdAt,
    edited: message.editedAt !== null,
    files: attachments.filter((file) => !isShownByEmbed(file, embeds)),
    alts: Object.fromEntries(attachments.map(({ url, description }) => [url, description ?? ''])),
    repliesTo: message.messageReference?.messageId ?? own?.source?.id ?? null,
    askedBy: own?.member.id ?? null,
    command: own?.type === 2 ? { memberId: own.member.id, ...commandOf(own) } : null,
  };
}

export function viewInteraction(interaction: Interaction): InteractionView {
  const { id, member, channel, createdAt, acknowledged, failed, modal } = interaction;
  return {
    id,
    failed,
    memberId: member.id,
    channelId: channel.id,
    ...gestureOf(interaction),
    at: createdAt,
    ms: acknowledged?.ms ?? null,
    answer: acknowledged?.type ?? null,
    expired: interaction.expiresAt <= Date.now(),
    modal: modal && { title: modal.title, components: modal.components },
  };
}

/** Shortened, and without what is secret even where everything is emulated. */
export function viewExchange(id: number, exchange: Exchange, callback = false): ExchangeView {
  const { method, path, status, at, ms } = exchange;
  return {
    id,
    method,
    status,
    at,
    ms,
    callback,
    path: withoutSecret(path),
    asked: asText(exchange.asked),
    answer: asText(exchange.answer),
  };
}

function asText(value: unknown): string {
  if (value === null || value === '') return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, shorter, 1);
  return withoutSecret(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}

function shorter(_: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > 200 ? `${value.slice(0, 200)}…` : value;
}

/** The last part of the callback address proves that a caller is the relay. */
function withoutSecret(text: string): string {
  return text.replace(/\/notify\/[\w-]+/g, '/notify/…');
}
