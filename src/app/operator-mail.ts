import { createHash } from 'node:crypto';
import { createDiscordApi } from '../discord/rest/api.ts';
import type { RestClients } from '../discord/rest/clients.ts';
import { postText, sendDirectMessage } from '../discord/rest/direct-message.ts';
import { mayPass } from '../discord/rest/errors.ts';
import type { AlertTarget } from '../domain/policy/bot-policy.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Policies } from '../domain/ports/store.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { catalogueFor } from '../text/locale.ts';
import type { SendAlert } from './alerts.ts';

export type OperatorMailParts = {
  /** Those who run the bot. Unless they have chosen a place, the first of them gets the messages. */
  readonly memberIds: ReadonlySet<string>;
  readonly policies: Pick<Policies, 'bot'>;
  readonly restClients: Omit<RestClients, 'close'>;
  readonly log: Pick<Log, 'warn'>;
  readonly stop: AbortSignal;
};

/**
 * Writes to the people who run the bot, where they want it: in the language of the last gesture of whoever gets it, in a channel of
 * the last one who made any, and in English before the first.
 */
export function createOperatorMail({ memberIds, policies, restClients, log, stop }: OperatorMailParts): {
  /** Null where nobody is named. */
  readonly send: SendAlert | null;
  /** Whether a text can be posted in a channel; it is posted. `nonce` makes that a repeat does not post it twice. */
  tryChannel(channelId: string, text: string, nonce: string): Promise<boolean>;
  /** Takes every interaction. */
  heard(interaction: { readonly user: { readonly id: string }; readonly locale: string }): void;
} {
  const [first] = memberIds;
  const api = createDiscordApi(restClients);
  const languages = new Map<string, Catalogue>();
  let latest = catalogueFor('en-US');
  let target: AlertTarget = 'firstOperator';

  async function currentTarget(): Promise<AlertTarget> {
    try {
      target = (await policies.bot()).alerts;
    } catch {
      // The store may be what the message is about: the place that was known last takes it.
    }
    return target;
  }

  function mail(memberId: string, textIn: (words: Catalogue) => string): Promise<boolean> {
    const text = textIn(languages.get(memberId) ?? catalogueFor('en-US'));
    return sendDirectMessage(api, { memberId, text, nonce: nonceOf(text) }, log, stop);
  }

  async function send(textIn: (words: Catalogue) => string, fallback: string): Promise<boolean> {
    const to = await currentTarget();
    if (to === 'nowhere') return true;
    if (to === 'firstOperator') return mail(fallback, textIn);
    if ('userId' in to) return mail(memberIds.has(to.userId) ? to.userId : fallback, textIn);
    const text = textIn(latest);
    const posted = await postText(api, { channelId: to.channelId, text, nonce: nonceOf(text) }, stop);
    if (posted.ok) return true;
    log.warn({ trouble: posted.trouble, channelId: to.channelId }, 'an alert could not be posted in its channel');
    return mayPass(posted.trouble) ? false : mail(fallback, textIn);
  }

  return {
    send: first === undefined ? null : (textIn) => send(textIn, first),
    async tryChannel(channelId, text, nonce) {
      return (await postText(api, { channelId, text, nonce }, stop)).ok;
    },
    heard({ user, locale }) {
      if (!memberIds.has(user.id)) return;
      latest = catalogueFor(locale);
      languages.set(user.id, latest);
    },
  };
}

/** The same for the same text, and short enough for Discord. */
function nonceOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 25);
}
