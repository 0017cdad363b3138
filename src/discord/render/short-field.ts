import { type APILabelComponent, ComponentType, TextInputStyle } from 'discord.js';
import { plain } from './escape.ts';

/** A field of a modal for a few characters, which may stay empty. `value` stands in it from the start; null: nothing does. */
export function shortField(
  id: string,
  label: string,
  value: string | number | null,
  placeholder: string,
  most = 60,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: plain(label, 45),
    component: {
      type: ComponentType.TextInput,
      custom_id: id,
      style: TextInputStyle.Short,
      required: false,
      max_length: most,
      placeholder: plain(placeholder, 100),
      ...(value !== null && value !== '' && { value: String(value) }),
    },
  };
}
