import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { GivenText } from '../../domain/job/given-text.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { textId } from './custom-ids.ts';
import { escapePrompt } from './escape.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** How many characters of the text are shown. */
const TEXT_SHOWN = 2000;

/** A reply with the text that it is about, so that the member can copy what they wrote. */
export function renderWithText(
  sentence: string,
  text: string,
  ...buttons: APIButtonComponentWithCustomId[]
): EphemeralReply {
  const shown = escapePrompt(text, TEXT_SHOWN).text;
  return renderReply(sentence, {
    ...(shown !== '' && { embeds: [{ description: shown, color: palette.asking }] }),
    ...(buttons.length > 0 && { components: [{ type: ComponentType.ActionRow, components: buttons }] }),
  });
}

/**
 * Tells why nothing was made of a text, with buttons to change it and, where `maySend`, to send it as it is. The text must have
 * been kept under its id.
 */
export function renderTextRefusal(
  sentence: string,
  { id, text }: Pick<GivenText, 'id' | 'text'>,
  maySend: boolean,
  { lookup }: Catalogue,
): EphemeralReply {
  const button = (what: 'edit' | 'send', label: string, style: ButtonStyle.Primary | ButtonStyle.Secondary) =>
    ({ type: ComponentType.Button, custom_id: textId.encode(what, id), label, style }) as const;
  const send = maySend ? [button('send', lookup.sendAnyway, ButtonStyle.Secondary)] : [];
  const told = maySend ? `${sentence}\n${lookup.sendHint}` : sentence;
  return renderWithText(told, text, ...send, button('edit', lookup.editPrompt, ButtonStyle.Primary));
}
