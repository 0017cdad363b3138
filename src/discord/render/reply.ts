import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';
import type { Reason } from '../../domain/failures/reason.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { BodyAttachment } from './body.ts';
import { escapeReason } from './escape.ts';

/** A message that only one member sees, as the data of an interaction's answer. 64 is the flag EPHEMERAL. */
export type EphemeralReply = {
  readonly content: string;
  readonly flags: 64;
  readonly allowed_mentions: { readonly parse: [] };
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly attachments?: readonly BodyAttachment[];
};

/** What a reply may have beside its text. An update takes away from the message what is empty here; what is left out stays. */
export type ReplyParts = Pick<EphemeralReply, 'embeds' | 'components' | 'attachments'>;

/** A reply to one member. Foreign text in it must have been escaped. */
export function renderReply(text: string, parts: ReplyParts = {}): EphemeralReply {
  const content = text.length > 2000 ? `${text.slice(0, 1999).toWellFormed()}…` : text;
  return { content, flags: 64, allowed_mentions: { parse: [] }, ...parts };
}

/**
 * Tells one member why something was not done, before anything was submitted. They may quote `reference` to the
 * operator.
 */
export function explainRefusal(reason: Reason, reference: string, words: Catalogue): string {
  const { what, next } = words.explain(escapeReason(reason), reference, true);
  return next === '' ? what : `${what} ${next}`;
}
