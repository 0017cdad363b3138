import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { plain } from './escape.ts';

/** A button with an id of ours (custom-ids.ts). Its label is cut where it is too long. */
export function ownButton(
  customId: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
  disabled = false,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, label: plain(label, 80), style, disabled };
}
