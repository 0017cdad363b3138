import type { APIModalInteractionResponseCallbackData, BaseInteraction } from 'discord.js';
import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { Place, Reply } from '../domain/job/job.ts';
import { withDeadline } from '../lib/timeout.ts';
import { type EphemeralReply, renderReply } from './render/reply.ts';
import type { RestClients } from './rest/clients.ts';
import { answerTimeout, CALL_TIMEOUT, TOKEN_LIFE } from './rest/deadlines.ts';
import { messageRequest, type Upload } from './rest/upload.ts';

/** One suggestion of an autocompletion; both at most 100 characters. */
export type Choice = { readonly name: string; readonly value: string };

/** The one answer to an interaction. Whatever is told after the first answer becomes a further ephemeral message. */
export type Responder = {
  /** How the interaction's message may be reached for 15 minutes. */
  readonly reply: Reply;
  /** Whether the first answer was given by this object. A job's first answer is the presenter's. */
  readonly given: boolean;
  /** The presenter has answered, or is about to. */
  handOver(): void;
  /** Tells only this member. Files belong to the reply's `attachments`. */
  tell(text: string | EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /** Changes the message whose component was used; it must be ours. */
  update(reply: EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /** "Thinking", only for this member: answers with the place of the message that `tell` then fills. */
  think(): Promise<Place | null>;
  /** The same for everybody. `hidden` when Discord shows it only to this member all the same. */
  thinkAloud(): Promise<{ readonly place: Place; readonly hidden: boolean } | null>;
  /** Changes the first answer, or after `accept` the message whose component was used. */
  amend(reply: EphemeralReply, files?: readonly Upload[]): Promise<void>;
  /** Deletes the message whose component was used; it must be ours. Throws when Discord does not let us. */
  remove(): Promise<void>;
  /** Takes the press without changing anything; the message's own edit follows. */
  accept(): Promise<void>;
  /** Must be the first answer. */
  ask(modal: APIModalInteractionResponseCallbackData): Promise<void>;
  suggest(choices: readonly Choice[]): Promise<void>;
};

type FirstAnswer = { readonly type: InteractionResponseType; readonly data?: object };

const Thinking = z.object({
  interaction: z.object({ response_message_id: z.string(), response_message_ephemeral: z.boolean().nullish() }),
});

/** https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response */
export function createResponder(
  { id, token, applicationId, createdTimestamp, guildId, channelId }: BaseInteraction,
  { answers, tokens }: Pick<RestClients, 'answers' | 'tokens'>,
  stop: AbortSignal,
): Responder {
  const original = Routes.webhookMessage(applicationId, token, '@original');
  const arrivedAt = performance.now();
  let given = false;
  let thinking = false;

  async function first(body: FirstAnswer, files: readonly Upload[] = [], withResponse = false): Promise<unknown> {
    given = true;
    const query = new URLSearchParams(withResponse ? { with_response: 'true' } : {});
    return withDeadline(answerTimeout(performance.now() - arrivedAt), stop, (signal) =>
      answers.post(Routes.interactionCallback(id, token), {
        ...messageRequest(body, files),
        query,
        auth: false,
        signal,
      }),
    );
  }

  async function deferred(flags: number) {
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    const { success, data } = Thinking.safeParse(await first({ type, data: { flags } }, [], true));
    thinking = true;
    if (!success || !channelId) return null;
    const { response_message_id: messageId, response_message_ephemeral: hidden } = data.interaction;
    return { place: { guildId, channelId, messageId }, hidden: hidden ?? false };
  }

  async function amend(body: EphemeralReply, files: readonly Upload[] = []): Promise<void> {
    thinking = false;
    await withDeadline(CALL_TIMEOUT, stop, (signal) =>
      tokens.patch(original, { ...messageRequest(body, files), auth: false, signal }),
    );
  }

  async function further(body: EphemeralReply, files: readonly Upload[]): Promise<void> {
    if (thinking) return amend(body, files);
    await withDeadline(CALL_TIMEOUT, stop, (signal) =>
      tokens.post(Routes.webhook(applicationId, token), { ...messageRequest(body, files), auth: false, signal }),
    );
  }

  return {
    reply: { applicationId, interactionId: id, token, expiresAt: createdTimestamp + TOKEN_LIFE },
    get given() {
      return given;
    },
    handOver() {
      given = true;
    },
    async tell(text, files = []) {
      const data = typeof text === 'string' ? renderReply(text) : text;
      if (given) return further(data, files);
      await first({ type: InteractionResponseType.ChannelMessageWithSource, data }, files);
    },
    async update(data, files = []) {
      await first({ type: InteractionResponseType.UpdateMessage, data }, files);
    },
    think: async () => (await deferred(MessageFlags.Ephemeral))?.place ?? null,
    thinkAloud: () => deferred(0),
    amend,
    async remove() {
      await first({ type: InteractionResponseType.DeferredMessageUpdate });
      await withDeadline(CALL_TIMEOUT, stop, (signal) => tokens.delete(original, { auth: false, signal }));
    },
    async accept() {
      await first({ type: InteractionResponseType.DeferredMessageUpdate });
    },
    async ask(modal) {
      await first({ type: InteractionResponseType.Modal, data: modal });
    },
    async suggest(choices) {
      await first({
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: choices.slice(0, 25) },
      });
    },
  };
}
