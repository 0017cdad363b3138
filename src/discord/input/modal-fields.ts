import { ComponentType, type ModalSubmitInteraction } from 'discord.js';

/** The values that were chosen in a select of a modal; none where there is no such select. */
export function chosenIn({ fields }: Pick<ModalSubmitInteraction, 'fields'>, customId: string): readonly string[] {
  const field = fields.fields.get(customId);
  return field && 'values' in field ? field.values : [];
}

/** What was written into a text input of a modal; nothing where there is no such input. */
export function writtenIn({ fields }: Pick<ModalSubmitInteraction, 'fields'>, customId: string): string {
  const field = fields.fields.get(customId);
  return field?.type === ComponentType.TextInput ? field.value : '';
}
