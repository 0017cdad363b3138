import { refuse } from './api-error.ts';
import type { Cdn } from './cdn.ts';
import { filesAfter, resolveEmbeds } from './files.ts';
import { pinged } from './mentions.ts';
import type { Records } from './records.ts';
import type { NextId } from './snowflake.ts';
import type { Channel, Edit, Interaction, Message, UploadedFile, User } from './types.ts';
import { isEmpty, type MessageBody } from './validate/message.ts';

/** What a new message is made of. */
export type Post = {
  readonly channel: Channel;
  readonly author: User;
  readonly body: MessageBody;
  readonly files: readonly UploadedFile[];
  readonly limit: number;
  readonly interaction?: Interaction;
  /** Whether the bot posts it as itself because of this interaction. */
  readonly asBot?: boolean;
  readonly answered?: Message | null;
  readonly ephemeral?: boolean;
  readonly loading?: boolean;
};

const suppressing = 4 | 4096;

/** All messages there ever were. Deleted ones stay, marked. */
export function createMessages({ nextId, cdn, records }: { nextId: NextId; cdn: Cdn; records: Records }) {
  const all = new Map<string, Message>();

  const fill = (message: Message, body: MessageBody, files: readonly UploadedFile[], limit: number): void => {
    const { channelId, ephemeral, attachments: previous } = message;
    const attachments = filesAfter({
      cdn,
      channelId,
      ephemeral,
      limit,
      body,
      files,
      previous,
      violation: records.violation,
    });
    if (body.embeds !== undefined) message.embeds = resolveEmbeds(body.embeds ?? [], attachments, records.violation);
    if (body.content !== undefined) message.content = body.content ?? '';
    if (body.components !== undefined) message.components = body.components ?? [];
    message.attachments = attachments;
  };

  return {
    /** Throws 50006 for nothing to show, unless it is a deferred answer. */
    post({
      channel,
      author,
      body,
      files,
      limit,
      interaction,
      asBot = false,
      answered = null,
      ephemeral = false,
      loading = false,
    }: Post): Message {
      if (!loading && isEmpty(body, files.length)) throw refuse.emptyMessage();
      const message: Message = {
        id: nextId(),
        channelId: channel.id,
        guildId: channel.guild?.id ?? null,
        author,
        messageReference: answered && { channelId: answered.channelId, messageId: answered.id },
        interactionId: (!asBot && interaction?.id) || null,
        askedBy: (asBot && interaction?.id) || null,
        viewerId: ephemeral ? (interaction?.member.id ?? null) : null,
        ephemeral,
        content: '',
        embeds: [],
        components: [],
        attachments: [],
        flags: ((body.flags ?? 0) & suppressing) | (ephemeral ? 64 : 0) | (loading ? 128 : 0),
        loading,
        pinged: ephemeral ? [] : pinged(body, answered),
        createdAt: Date.now(),
        editedAt: null,
        deleted: false,
        history: [],
        further: [],
      };
      fill(message, body, files, limit);
      all.set(message.id, message);
      interaction?.original?.further.push(message);
      records.notify({ kind: 'posted', message });
      return message;
    },

    /** Filling in a deferred answer counts as posting, so it may ping. */
    edit(message: Message, by: Edit['by'], body: MessageBody, files: readonly UploadedFile[], limit: number): Message {
      const next: Message = { ...message };
      fill(next, body, files, limit);
      const { content, embeds, components, attachments } = next;
      if (!content.trim() && embeds.length + components.length + attachments.length === 0) throw refuse.emptyMessage();
      if (message.loading && !message.ephemeral) message.pinged = pinged(body, null);
      Object.assign(message, { content, embeds, components, attachments });
      message.loading = false;
      message.flags = (message.flags & ~(128 | 4)) | ((body.flags ?? message.flags) & 4);
      message.editedAt = Date.now();
      message.history.push({ at: message.editedAt, by, content, embeds, components, attachments });
      records.notify({ kind: 'edited', message });
      return message;
    },

    remove(message: Message): void {
      message.deleted = true;
      records.notify({ kind: 'deleted', message });
    },

    /** As if nothing posted before (Unix ms) had ever been, files included. */
    forget(before: number): void {
      for (const [id, { createdAt, attachments }] of all) {
        if (createdAt >= before) break;
        for (const { url } of attachments) cdn.forget(url);
        all.delete(id);
      }
    },

    /** Undefined when it never was or is deleted. */
    get(id: string): Message | undefined {
      const message = all.get(id);
      return message?.deleted ? undefined : message;
    },

    /** What a channel shows now, oldest first, ephemeral ones included. */
    in(channelId: string): Message[] {
      return [...all.values()].filter((message) => message.channelId === channelId && !message.deleted);
    },
  };
}

export type Messages = ReturnType<typeof createMessages>;
