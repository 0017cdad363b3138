import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { JobIn } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { againId, fromPictureId } from './custom-ids.ts';

/**
 * The buttons below pictures that the relay sent at once, without a task whose own buttons could be pressed: the same words
 * again, and the picture as the beginning of another one. None below other results.
 */
export function buttonsWithoutTask(
  { id, outcome, request }: JobIn<'delivering'>,
  { media }: Catalogue,
): APIButtonComponentWithCustomId[] {
  if (outcome.kind !== 'pictures' || outcome.taskId !== null || outcome.imageUrls.length === 0) return [];
  const isMade = request.kind === 'imagine' || request.kind === 'blend' || request.kind === 'edit';
  if (!isMade && request.kind !== 'action') return [];
  const common = { type: ComponentType.Button, style: ButtonStyle.Secondary } as const;
  return [
    ...(isMade ? [{ ...common, custom_id: againId.encode(id), emoji: { name: '🔄' } }] : []),
    { ...common, custom_id: fromPictureId.encode(id, 'same'), label: media.varyPicture },
    { ...common, custom_id: fromPictureId.encode(id, 'new'), label: media.promptPicture },
  ];
}
