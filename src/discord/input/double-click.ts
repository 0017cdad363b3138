import type { ButtonInteraction } from 'discord.js';
import { isDoubleClick, PRESS_MEMORY_MS } from '../../domain/buttons/press-keys.ts';
import type { Context } from '../handler.ts';

/**
 * Whether this press is the second half of an accidental double click, for buttons whose jobs are no actions of the
 * relay: those are told apart when they begin.
 */
export async function isAccident(
  { customId, id, message, user }: ButtonInteraction,
  { store }: Pick<Context, 'store'>,
): Promise<boolean> {
  const key = `press:${message.id}:${customId}:${user.id}`;
  const before = await store.claims.claim(key, id, PRESS_MEMORY_MS);
  if (before === id) return false;
  if (isDoubleClick(before, id)) return true;
  await store.claims.pass(key, before, id);
  return false;
}
