import type { ButtonInteraction } from 'discord.js';
import { isDoubleClick, PRESS_MEMORY_MS } from '../../domain/buttons/press-keys.ts';
import type { Services } from '../handler.ts';

/**
 * Whether this press is the second half of an accidental double click. For buttons that do not submit an action of the
 * relay: of those that do, the engine finds out when their jobs begin.
 */
export async function isSecondClick(
  { customId, id, message, user }: ButtonInteraction,
  { store }: Pick<Services, 'store'>,
): Promise<boolean> {
  const key = `press:${message.id}:${customId}:${user.id}`;
  const earlier = await store.claims.claim(key, id, PRESS_MEMORY_MS);
  if (earlier === id) return false;
  if (isDoubleClick(earlier, id)) return true;
  await store.claims.pass(key, earlier, id);
  return false;
}
