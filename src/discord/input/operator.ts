import type { BaseInteraction } from 'discord.js';
import type { Context } from '../handler.ts';

/** Whether one of the people who run the bot makes this gesture, in a direct message, where nobody else sees what it shows. */
export async function isByOperator(
  { guildId }: Pick<BaseInteraction, 'guildId'>,
  { access }: Context,
): Promise<boolean> {
  return guildId === null && (await access()).isOperator;
}
