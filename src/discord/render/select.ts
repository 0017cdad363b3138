import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from 'discord.js';
import { plain } from './escape.ts';

/** One entry of a select. Entries whose `value` has more than 100 characters are left out; long labels are cut. */
export type SelectEntry = { readonly value: string; readonly label: string; readonly description?: string };

/** The most entries of a select: https://docs.discord.com/developers/components/reference#string-select */
const OPTIONS_MAX = 25;

/** A row with one select; no row when there is nothing to choose from. */
export function selectRow(
  customId: string,
  placeholder: string,
  entries: readonly SelectEntry[],
): readonly APIActionRowComponent<APIStringSelectComponent>[] {
  const fitting = entries.filter(({ value }) => value.length <= 100).slice(0, OPTIONS_MAX);
  if (fitting.length === 0) return [];
  const options = fitting.map(({ value, label, description = '' }) => {
    const shortDescription = plain(description, 100);
    return {
      value,
      label: plain(label, 100) || value,
      ...(shortDescription === '' ? {} : { description: shortDescription }),
    };
  });
  const select = { type: ComponentType.StringSelect as const, custom_id: customId, options };
  return [{ type: ComponentType.ActionRow, components: [{ ...select, placeholder: plain(placeholder, 150) }] }];
}
