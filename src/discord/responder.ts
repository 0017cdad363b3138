import type { APIModalInteractionResponseCallbackData, BaseInteraction } from 'discord.js';
import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import { AlreadyAnswered } from '../domain/failures/errors.ts';
import type { Place, Reply } from '../domain/job/job.ts';
import { pause, withDeadline } from '../lib/timeout.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { type EphemeralReply, renderReply } from './render/reply.ts';
import type { RestClients } from './rest/clients.ts';
import { answerTimeout, CALL_TIMEOUT, FILL_PATIENCE, TOKEN_LIFE } from './rest/deadlines.ts';
import { isContentRefusal, isDiscordsFault, mayPass, troubleOf } from './rest/errors.ts';
import { retryUnclear } from './rest/retry-unclear.ts';
import { messageRequest, type Upload } from './rest/upload.ts';

/** One suggestion of an autocompletion; both texts have at most 100 characters. */
export type Choice = { readonly name: string; readonly value: string };

/** The most suggestions that Discord takes. */
const CHOICES_MAX = 25;

/**
 * Answers one interaction. The first method called gives the interaction's only first answer, which must come within
 * Discord's three seconds. What is told after it becomes a further ephemeral message. Files belong to the reply's
 * `attachments`. What Discord refuses for what is in it becomes a sentence that says so. Everything throws what discord.js
 * throws when Discord does not take it in time, and the first answer AlreadyAnswered when another process has given it.
 */
export type Responder = {
  /** How the interaction's message may be reached for 15 minutes. */
  readonly reply: Reply;
  /** Whether the first answer was given, or left to the presenter. */
  readonly answered: boolean;
  /** Notes that the presenter gives the first answer: the message of a job. */
  handOver(): void;
  /** Tells this member something that only they see, also where everybody saw "thinking". */
  tell(text: string | EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /** Changes the message whose component was used; it must be ours. */
  update(reply: EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /** Shows "thinking" to this member alone, for `tell` to fill. Null when Discord does not say where that message is. */
  deferReply(): Promise<Place | null>;
  /** Shows "thinking" to everybody. `hidden`: Discord shows it only to this member all the same. */
  deferPublicReply(): Promise<{ readonly place: Place; readonly hidden: boolean } | null>;
  /** Changes the first answer, or after `deferUpdate` the message whose component was used. */
  editReply(reply: EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /** Adds what is nice to have to the first answer. Where Discord does not take it, the answer stays as it is. */
  enrich(reply: EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /**
   * Replaces the buttons of the message whose component was used and nothing else. Discord may allow that only where the first
   * answer was `deferUpdate`, so a refusal is not thrown.
   */
  replaceButtons(messageId: string, components: readonly object[]): Promise<void>;
  /** Deletes the message whose component was used; it must be ours. */
  deleteMessage(): Promise<void>;
  /** Takes the press without changing anything; the message is edited later. */
  deferUpdate(): Promise<void>;
  /** Opens a modal. It must be the first answer. */
  showModal(modal: APIModalInteractionResponseCallbackData): Promise<void>;
  /** Answers an autocompletion. */
  suggest(choices: readonly Choice[]): Promise<void>;
};

type FirstAnswer = { readonly type: InteractionResponseType; readonly data?: object };

const DeferredReply = z.object({
  interaction: z.object({ response_message_id: z.string(), response_message_ephemeral: z.boolean().nullish() }),
});

/** https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response */
export function createResponder(
  { id, token, applicationId, createdTimestamp, guildId, channelId }: BaseInteraction,
  { answers, tokens, links }: Pick<RestClients, 'answers' | 'tokens' | 'links'>,
  stop: AbortSignal,
  { refused }: Pick<Catalogue, 'refused'>,
): Responder {
  const original = Routes.webhookMessage(applicationId, token, '@original');
  const arrivedAt = performance.now();
  let answered = false;
  /** Who sees the first answer while it is a "thinking" that has not been filled yet; null once it is more. */
  let deferred: 'member' | 'everybody' | null = null;

  async function answer(body: FirstAnswer, files: readonly Upload[] = [], withResponse = false): Promise<unknown> {
    answered = true;
    const written = body.data ? { ...body, data: links.in(body.data) } : body;
    const sent = withDeadline(answerTimeout(performance.now() - arrivedAt), stop, (signal) =>
      retryUnclear(signal, () => answers({ interactionId: id, token }, { body: written, files, withResponse, signal })),
    );
    return sent.catch((error: unknown) => {
      const isTaken = troubleOf(error).meaning === 'alreadyAcknowledged';
      throw isTaken ? new AlreadyAnswered() : error;
    });
  }

  /** Sends a reply; where Discord refuses what is in it, one sentence that says so. */
  async function sendReply(
    data: EphemeralReply,
    files: readonly Upload[],
    send: (data: EphemeralReply, files: readonly Upload[]) => Promise<unknown>,
  ): Promise<void> {
    try {
      await send(data, files);
    } catch (error) {
      if (!isContentRefusal(troubleOf(error).meaning)) throw error;
      await send(renderReply(refused.reply, { embeds: [], components: [], attachments: [] }), []);
    }
  }

  /** Repeats an edit while Discord is in trouble: until it succeeds, the member may see nothing but "thinking". */
  async function editPatiently(data: EphemeralReply, files: readonly Upload[]): Promise<void> {
    const began = performance.now();
    for (let wait = 1_000; ; wait *= 2) {
      try {
        await withDeadline(CALL_TIMEOUT, stop, (signal) =>
          tokens.patch(original, { ...messageRequest(links.in(data), files), auth: false, signal }),
        );
        return;
      } catch (error) {
        const trouble = troubleOf(error);
        const isOver = stop.aborted || performance.now() - began > FILL_PATIENCE;
        if (isOver || !isDiscordsFault(error) || !mayPass(trouble)) throw error;
        await pause(trouble.retryAfter ?? wait, stop);
      }
    }
  }

  async function defer(flags: number) {
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    const { success, data } = DeferredReply.safeParse(await answer({ type, data: { flags } }, [], true));
    const hidden = flags === MessageFlags.Ephemeral || (data?.interaction.response_message_ephemeral ?? false);
    deferred = hidden ? 'member' : 'everybody';
    if (!success || !channelId) return null;
    return { place: { guildId, channelId, messageId: data.interaction.response_message_id }, hidden };
  }

  async function editReply(body: EphemeralReply, files: readonly Upload[] = []): Promise<void> {
    deferred = null;
    await sendReply(body, files, editPatiently);
  }

  function followUp(body: EphemeralReply, files: readonly Upload[]): Promise<void> {
    return sendReply(body, files, (data, uploads) =>
      withDeadline(CALL_TIMEOUT, stop, (signal) =>
        tokens.post(Routes.webhook(applicationId, token), {
          ...messageRequest(links.in(data), uploads),
          auth: false,
          signal,
        }),
      ),
    );
  }

  /** Tells the member alone what everybody waits for. Takes the "thinking" away first: it would become what is told next. */
  async function tellInstead(body: EphemeralReply, files: readonly Upload[]): Promise<void> {
    deferred = null;
    const isGone = await withDeadline(CALL_TIMEOUT, stop, (signal) =>
      tokens.delete(original, { auth: false, signal }),
    ).then(
      () => true,
      (error: unknown) => troubleOf(error).meaning === 'unknownMessage',
    );
    return isGone ? followUp(body, files) : editReply(body, files);
  }

  return {
    reply: { applicationId, interactionId: id, token, expiresAt: createdTimestamp + TOKEN_LIFE },
    get answered() {
      return answered;
    },
    handOver() {
      answered = true;
    },
    async tell(text, files = []) {
      const data = typeof text === 'string' ? renderReply(text) : text;
      if (deferred === 'everybody') return tellInstead(data, files);
      if (deferred === 'member') return editReply(data, files);
      if (answered) return followUp(data, files);
      const type = InteractionResponseType.ChannelMessageWithSource;
      await sendReply(data, files, (body, uploads) => answer({ type, data: body }, uploads));
    },
    async update(data, files = []) {
      const type = InteractionResponseType.UpdateMessage;
      await sendReply(data, files, (body, uploads) => answer({ type, data: body }, uploads));
    },
    deferReply: async () => (await defer(MessageFlags.Ephemeral))?.place ?? null,
    deferPublicReply: () => defer(0),
    editReply,
    async enrich(data, files = []) {
      await withDeadline(CALL_TIMEOUT, stop, (signal) =>
        tokens.patch(original, { ...messageRequest(data, files), auth: false, signal }),
      ).catch(() => {});
    },
    async replaceButtons(messageId, components) {
      const route = Routes.webhookMessage(applicationId, token, messageId);
      await withDeadline(CALL_TIMEOUT, stop, (signal) =>
        tokens.patch(route, { body: { components }, auth: false, signal }),
      ).catch(() => {});
    },
    async deleteMessage() {
      await answer({ type: InteractionResponseType.DeferredMessageUpdate });
      await withDeadline(CALL_TIMEOUT, stop, (signal) => tokens.delete(original, { auth: false, signal }));
    },
    async deferUpdate() {
      await answer({ type: InteractionResponseType.DeferredMessageUpdate });
    },
    async showModal(modal) {
      await answer({ type: InteractionResponseType.Modal, data: modal });
    },
    async suggest(choices) {
      await answer({
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: choices.slice(0, CHOICES_MAX) },
      });
    },
  };
}
