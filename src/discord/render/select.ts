import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from 'discord.js';
import { plain } from './escape.ts';

/** One entry of a select; `value` has at most 100 characters, the rest is cut. */
export type Pickable = { readonly value: string; readonly label: string; readonly description?: string };

/** Most entries of a select: https://docs.discord.com/developers/components/reference#string-select */
const OPTIONS_MAX = 25;

/** A row with one select; nothing when there is nothing to pick. */
export function picker(
  customId: string,
  placeholder: string,
  entries: readonly Pickable[],
): readonly APIActionRowComponent<APIStringSelectComponent>[] {
  const fitting = entries.filter(({ value }) => value.length <= 100).slice(0, OPTIONS_MAX);
  if (fitting.length === 0) return [];
  const options = fitting.map(({ value, label, description = '' }) => {
    const small = plain(description, 100);
    return { value, label: plain(label, 100) || value, ...(small === '' ? {} : { description: small }) };
  });
  const select = { type: ComponentType.StringSelect as const, custom_id: customId, options };
  return [{ type: ComponentType.ActionRow, components: [{ ...select, placeholder: plain(placeholder, 150) }] }];
}
