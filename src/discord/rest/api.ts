import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { isFollowUp, type Job, type Place, type Reply } from '../../domain/job/job.ts';
import { withDeadline } from '../../lib/timeout.ts';
import type { MessageBody } from '../render/body.ts';
import { ANSWER_TIMEOUT, type Rests } from './clients.ts';
import { type Trouble, troubleOf } from './errors.ts';
import { sent, type Upload } from './upload.ts';

/** A message with its files. */
export type Payload = { readonly body: MessageBody; readonly files: readonly Upload[] };

/** What only a new message has. */
export type PostExtras = {
  /** Discord answers with the earlier message when one with this nonce was posted lately: a repeat does not post twice. */
  readonly nonce: string;
  readonly replyTo: Place | null;
};

/** A message as far as we read it back. */
export type SeenMessage = { readonly id: string; readonly channelId: string; readonly ephemeral: boolean };

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

/** A job with a message and a token to reach it. */
export type Tokened = Pick<Job, 'id' | 'group'> & { readonly place: Place; readonly reply: Reply };

/** The raw routes of Discord the presenter needs. Nothing throws; every call ends in time or with `stop`. */
export type Wire = ReturnType<typeof createWire>;

const CALL = 15_000;
const UPLOAD = 60_000;
/** Shorter: discord.js sends a channel's edits one after another, and results may be waiting behind. In ms. */
export const PROGRESS_TIMEOUT = 8_000;
const EPHEMERAL = 64;

const Message = z
  .object({ id: z.string(), channel_id: z.string(), flags: z.number().default(0) })
  .transform(
    ({ id, channel_id, flags }): SeenMessage => ({ id, channelId: channel_id, ephemeral: (flags & EPHEMERAL) !== 0 }),
  );
const Marked = z.object({
  id: z.string(),
  channel_id: z.string(),
  embeds: z.array(z.object({ url: z.string().nullish() })).default([]),
});
const Callback = z.object({
  interaction: z.object({ response_message_ephemeral: z.boolean().nullish() }),
  resource: z.object({ message: Message }),
});
const Channel = z.object({ id: z.string() });

export function createWire({ bot, tokens, answers }: Omit<Rests, 'close'>) {
  async function call<T>(
    ms: number,
    stop: AbortSignal,
    schema: z.ZodType<T>,
    send: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<Answer<T>> {
    try {
      return { ok: true, value: schema.parse(await withDeadline(ms, stop, send)) };
    } catch (error) {
      return { ok: false, trouble: troubleOf(error) };
    }
  }

  function write(rest: REST, method: 'post' | 'patch', route: `/${string}`, body: object, payload: Payload) {
    const auth = rest === bot;
    return (signal: AbortSignal) => rest[method](route, { ...sent(body, payload.files), auth, signal });
  }

  const timeFor = ({ files }: Payload) => (files.length > 0 ? UPLOAD : CALL);

  return {
    /** https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response */
    async acknowledge({ interactionId, token }: Reply, body: MessageBody, ephemeral: boolean, stop: AbortSignal) {
      const data = ephemeral ? { ...body, flags: EPHEMERAL } : body;
      const answer = await call(ANSWER_TIMEOUT, stop, Callback, (signal) =>
        answers.post(Routes.interactionCallback(interactionId, token), {
          body: { type: 4, data },
          query: new URLSearchParams({ with_response: 'true' }),
          auth: false,
          signal,
        }),
      );
      if (!answer.ok) return answer;
      const { interaction, resource } = answer.value;
      const hidden = interaction.response_message_ephemeral === true || resource.message.ephemeral;
      return { ok: true, value: { ...resource.message, ephemeral: hidden } } satisfies Answer<SeenMessage>;
    },

    /** A further message of an interaction that is answered. https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message */
    followUp({ applicationId, token }: Reply, body: MessageBody, ephemeral: boolean, stop: AbortSignal) {
      const data = ephemeral ? { ...body, flags: EPHEMERAL } : body;
      const payload = { body: data, files: [] };
      return call(CALL, stop, Message, write(tokens, 'post', Routes.webhook(applicationId, token), data, payload));
    },

    readOriginal({ applicationId, token }: Reply, stop: AbortSignal) {
      const route = Routes.webhookMessage(applicationId, token, '@original');
      return call(5_000, stop, Message, (signal) => tokens.get(route, { auth: false, signal }));
    },

    /** Edits a job's message by its interaction token. */
    editByToken(job: Tokened, payload: Payload, stop: AbortSignal, ms = timeFor(payload)) {
      const { applicationId, token } = job.reply;
      const target = isFollowUp(job) ? job.place.messageId : '@original';
      const route = Routes.webhookMessage(applicationId, token, target);
      return call(ms, stop, z.unknown(), write(tokens, 'patch', route, payload.body, payload));
    },

    /** The newest of our messages in a channel after an id, with the address that marks each. */
    readMarks(channelId: string, after: string, stop: AbortSignal) {
      const query = new URLSearchParams({ after, limit: '100' });
      return call(5_000, stop, z.array(Marked), (signal) =>
        bot.get(Routes.channelMessages(channelId), { query, signal }),
      );
    },

    readMessage({ channelId, messageId }: Place, stop: AbortSignal) {
      const route = Routes.channelMessage(channelId, messageId);
      return call(5_000, stop, Message, (signal) => bot.get(route, { signal }));
    },

    editMessage({ channelId, messageId }: Place, payload: Payload, stop: AbortSignal, ms = timeFor(payload)) {
      const route = Routes.channelMessage(channelId, messageId);
      return call(ms, stop, z.unknown(), write(bot, 'patch', route, payload.body, payload));
    },

    post(channelId: string, payload: Payload, { nonce, replyTo }: PostExtras, stop: AbortSignal) {
      const reference = replyTo && { message_id: replyTo.messageId, fail_if_not_exists: false };
      const body = {
        ...payload.body,
        ...(reference ? { message_reference: reference } : {}),
        nonce,
        enforce_nonce: true,
      };
      const route = Routes.channelMessages(channelId);
      return call(timeFor(payload), stop, Message, write(bot, 'post', route, body, payload));
    },

    /** Answers with the id of the DM channel. */
    openDm(memberId: string, stop: AbortSignal) {
      return call(CALL, stop, Channel, (signal) =>
        bot.post(Routes.userChannels(), { body: { recipient_id: memberId }, signal }),
      );
    },
  };
}
