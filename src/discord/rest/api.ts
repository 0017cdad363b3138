import { type REST, RequestMethod, Routes } from 'discord.js';
import { z } from 'zod';
import { isFollowUp, type Job, type Place, type Reply } from '../../domain/job/job.ts';
import { createFirstAlone } from '../../lib/first-alone.ts';
import { withDeadline } from '../../lib/timeout.ts';
import type { MessageBody } from '../render/body.ts';
import type { EphemeralReply } from '../render/reply.ts';
import type { RestClients } from './clients.ts';
import { ANSWER_TIMEOUT, CALL_TIMEOUT, READ_TIMEOUT, UPLOAD_TIMEOUT } from './deadlines.ts';
import { type Trouble, troubleOf } from './errors.ts';
import { Callback, Channel, EPHEMERAL, Message, type SeenMessage, ServerChannel } from './response-schemas.ts';
import { retryUnclear } from './retry-unclear.ts';
import { messageRequest, type Upload } from './upload.ts';

/** A message with its files. */
export type Payload = { readonly body: MessageBody; readonly files: readonly Upload[] };

/** What only a new message has. */
export type PostOptions = {
  /** Discord answers with the earlier message when one with this nonce was posted lately: a repeat does not post twice. */
  readonly nonce: string;
  readonly replyTo: Place | null;
};

/** What became of a call. */
export type ApiResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

/** A job with a message and a token to reach it. */
export type JobWithToken = Pick<Job, 'id' | 'group'> & { readonly place: Place; readonly reply: Reply };

/** The routes of Discord that the presenter needs. Nothing throws; every call ends in time or with `stop`. */
export type DiscordApi = ReturnType<typeof createDiscordApi>;

/** The two names that edits by a token have in discord.js, which takes them for two limits until each has had an answer. */
const EDITS_BY_TOKEN = ['%40original', ':id'].map((message) => `PATCH:/webhooks/:id/:token/messages/${message}`);

/** Lets what is known of the rate limit of one kind of request hold for the others. */
function shareLimit({ hashes }: Pick<REST, 'hashes'>, kinds: readonly string[]): void {
  const known = kinds.flatMap((kind) => hashes.get(kind) ?? [])[0];
  if (known) for (const kind of kinds) if (!hashes.has(kind)) hashes.set(kind, { ...known });
}

/** `answerPauses`: how long is waited between the tries of a first answer, in ms; for tests. */
export function createDiscordApi(
  { bot, tokens, answers, links }: Omit<RestClients, 'close'>,
  answerPauses?: readonly number[],
) {
  /**
   * From the first answer discord.js learns that all edits by a token share a rate limit. What it queued before would be sent
   * beside later edits, and the two together would be too many.
   */
  const firstAlone = createFirstAlone();

  const learningLimits = (signal: AbortSignal, edit: () => Promise<unknown>) =>
    firstAlone(signal, async () => {
      const answer = await edit();
      shareLimit(tokens, EDITS_BY_TOKEN);
      return answer;
    });

  async function call<T>(
    ms: number,
    stop: AbortSignal,
    schema: z.ZodType<T>,
    send: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<ApiResult<T>> {
    try {
      return { ok: true, value: schema.parse(await withDeadline(ms, stop, send)) };
    } catch (error) {
      return { ok: false, trouble: troubleOf(error) };
    }
  }

  const written = (rest: REST, body: object, { files }: Payload) => ({
    ...messageRequest(links.in(body), files),
    auth: rest === bot,
  });

  function post(rest: REST, route: `/${string}`, body: object, payload: Payload) {
    return (signal: AbortSignal) => rest.post(route, { ...written(rest, body, payload), signal });
  }

  /** Resolves as soon as Discord has taken an edit: the message that it answers with is not read. */
  function edit(rest: REST, fullRoute: `/${string}`, payload: Payload) {
    return (signal: AbortSignal) =>
      rest.queueRequest({ ...written(rest, payload.body, payload), method: RequestMethod.Patch, fullRoute, signal });
  }

  const timeoutFor = ({ files }: Payload) => (files.length > 0 ? UPLOAD_TIMEOUT : CALL_TIMEOUT);

  return {
    /** https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response */
    async acknowledge(reply: Reply, body: MessageBody, ephemeral: boolean, stop: AbortSignal, ms = ANSWER_TIMEOUT) {
      const data = ephemeral ? { ...body, flags: EPHEMERAL } : body;
      const result = await call(ms, stop, Callback, (signal) =>
        retryUnclear(
          signal,
          () => answers(reply, { body: { type: 4, data: links.in(data) }, withResponse: true, signal }),
          answerPauses,
        ),
      );
      if (!result.ok) return result;
      const { interaction, resource } = result.value;
      const hidden = interaction.response_message_ephemeral === true || resource.message.ephemeral;
      return { ok: true, value: { ...resource.message, ephemeral: hidden } } satisfies ApiResult<SeenMessage>;
    },

    /** Answers with a change of the message whose component was used. */
    update(reply: Reply, data: EphemeralReply, stop: AbortSignal, ms: number) {
      return call(ms, stop, z.unknown(), (signal) =>
        retryUnclear(
          signal,
          () => answers(reply, { body: { type: 7, data: links.in(data) }, withResponse: false, signal }),
          answerPauses,
        ),
      );
    },

    /**
     * Posts a further message of an interaction that is answered.
     * https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
     */
    followUp(
      { applicationId, token }: Reply,
      body: MessageBody,
      ephemeral: boolean,
      stop: AbortSignal,
      files: readonly Upload[] = [],
    ) {
      const data = ephemeral ? { ...body, flags: EPHEMERAL } : body;
      const payload = { body: data, files };
      const route = Routes.webhook(applicationId, token);
      return call(timeoutFor(payload), stop, Message, post(tokens, route, data, payload));
    },

    /** Reads the first answer to an interaction. */
    readOriginal({ applicationId, token }: Reply, stop: AbortSignal) {
      const route = Routes.webhookMessage(applicationId, token, '@original');
      return call(READ_TIMEOUT, stop, Message, (signal) => tokens.get(route, { auth: false, signal }));
    },

    /** Edits a job's message by its interaction token. */
    editByToken(job: JobWithToken, payload: Payload, stop: AbortSignal, ms = timeoutFor(payload)) {
      const { applicationId, token } = job.reply;
      const target = isFollowUp(job) ? job.place.messageId : '@original';
      const route = Routes.webhookMessage(applicationId, token, target);
      const send = edit(tokens, route, payload);
      return call(ms, stop, z.unknown(), (signal) => learningLimits(signal, () => send(signal)));
    },

    /** Deletes a job's message by its interaction token. */
    deleteByToken(job: JobWithToken, stop: AbortSignal) {
      const { applicationId, token } = job.reply;
      const target = isFollowUp(job) ? job.place.messageId : '@original';
      const route = Routes.webhookMessage(applicationId, token, target);
      return call(CALL_TIMEOUT, stop, z.unknown(), (signal) => tokens.delete(route, { auth: false, signal }));
    },

    deleteMessage({ channelId, messageId }: Place, stop: AbortSignal) {
      const route = Routes.channelMessage(channelId, messageId);
      return call(CALL_TIMEOUT, stop, z.unknown(), (signal) => bot.delete(route, { signal }));
    },

    /** Up to 100 messages of a channel after an id. */
    readMessages(channelId: string, after: string, stop: AbortSignal) {
      const query = new URLSearchParams({ after, limit: '100' });
      return call(READ_TIMEOUT, stop, z.array(Message), (signal) =>
        bot.get(Routes.channelMessages(channelId), { query, signal }),
      );
    },

    readMessage({ channelId, messageId }: Place, stop: AbortSignal) {
      const route = Routes.channelMessage(channelId, messageId);
      return call(READ_TIMEOUT, stop, Message, (signal) => bot.get(route, { signal }));
    },

    editMessage({ channelId, messageId }: Place, payload: Payload, stop: AbortSignal, ms = timeoutFor(payload)) {
      const route = Routes.channelMessage(channelId, messageId);
      return call(ms, stop, z.unknown(), edit(bot, route, payload));
    },

    post(
      channelId: string,
      payload: Payload,
      { nonce, replyTo }: PostOptions,
      stop: AbortSignal,
      ms = timeoutFor(payload),
    ) {
      const reference = replyTo && { message_id: replyTo.messageId, fail_if_not_exists: false };
      const body = {
        ...payload.body,
        ...(reference ? { message_reference: reference } : {}),
        nonce,
        enforce_nonce: true,
      };
      const route = Routes.channelMessages(channelId);
      return call(ms, stop, Message, post(bot, route, body, payload));
    },

    /** Answers with the server that a channel is of. */
    readChannel(channelId: string, stop: AbortSignal) {
      return call(READ_TIMEOUT, stop, ServerChannel, (signal) => bot.get(Routes.channel(channelId), { signal }));
    },

    /** Answers with the id of the DM channel. */
    openDm(memberId: string, stop: AbortSignal) {
      return call(CALL_TIMEOUT, stop, Channel, (signal) =>
        bot.post(Routes.userChannels(), { body: { recipient_id: memberId }, signal }),
      );
    },
  };
}
