import { createHash } from 'node:crypto';
import { createDiscordApi } from '../discord/rest/api.ts';
import type { RestClients } from '../discord/rest/clients.ts';
import { sendDirectMessage } from '../discord/rest/direct-message.ts';
import type { Log } from '../domain/ports/log.ts';
import { catalogueFor } from '../text/locale.ts';
import type { SendAlert } from './alerts.ts';

export type OperatorMailParts = {
  /** Those who run the bot. The first of them gets the messages. */
  readonly memberIds: ReadonlySet<string>;
  readonly restClients: Omit<RestClients, 'close'>;
  readonly log: Pick<Log, 'warn'>;
  readonly stop: AbortSignal;
};

/** Writes to the person who runs the bot: in the language of their last gesture, and in English before the first. */
export function createOperatorMail({ memberIds, restClients, log, stop }: OperatorMailParts): {
  /** Null where nobody is named. */
  readonly send: SendAlert | null;
  /** Takes every interaction. */
  heard(interaction: { readonly user: { readonly id: string }; readonly locale: string }): void;
} {
  const [memberId] = memberIds;
  const api = createDiscordApi(restClients);
  let words = catalogueFor('en-US');

  return {
    send:
      memberId === undefined
        ? null
        : (textIn) => {
            const text = textIn(words);
            const nonce = createHash('sha256').update(text).digest('base64url').slice(0, 25);
            return sendDirectMessage(api, { memberId, text, nonce }, log, stop);
          },
    heard({ user, locale }) {
      if (user.id === memberId) words = catalogueFor(locale);
    },
  };
}
