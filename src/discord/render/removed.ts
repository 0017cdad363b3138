import { ButtonStyle, ComponentType } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { undoId } from './custom-ids.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/**
 * Tells a member that a message is removed, with a button that brings the result of this job back; null where nothing can.
 * `isSeveral`: the message showed more than one.
 */
export function renderRemoved(jobId: string | null, isSeveral: boolean, { lookup }: Catalogue): EphemeralReply {
  if (jobId === null) return renderReply(isSeveral ? lookup.removedSeveral : lookup.removed);
  const button = {
    type: ComponentType.Button,
    custom_id: undoId.encode(jobId),
    label: lookup.undo,
    style: ButtonStyle.Secondary,
  } as const;
  return renderReply(lookup.removed, { components: [{ type: ComponentType.ActionRow, components: [button] }] });
}
