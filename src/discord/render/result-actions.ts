import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import type { Job, JobIn } from '../../domain/job/job.ts';
import type { Feature } from '../../domain/policy/server-policy.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { deleteId, dmId, infoId, publishId, upscaleAllId } from './custom-ids.ts';

/** Under every result stand buttons without a label: three of them need less room than one of Midjourney's names. */
const icons = { delete: '🗑️', dm: '✉️', info: 'ℹ️' } as const;

/**
 * Our own buttons below a result: delete it, have it by DM, show all about it; upscale all pictures of a grid; publish a
 * private result. A private result without a living token was sent by DM, where there is nobody to publish it to. `off`: what the
 * server has switched off.
 */
export function resultActions(
  job: JobIn<'delivering'>,
  words: Catalogue,
  off: readonly Feature[],
): APIButtonComponentWithCustomId[] {
  return [
    ...(isGrid(job) && !off.includes('many') ? [labelled(upscaleAllId.encode(job.id), words.grouped.upscaleAll)] : []),
    ...(job.private && job.reply ? [labelled(publishId.encode(job.id), words.lookup.publish)] : []),
    deleteButton(job.requester.id),
    icon(dmId.encode(job.id), icons.dm),
    infoButton(job.id),
  ];
}

/** Whether there are several pictures to upscale. */
function isGrid({ outcome }: JobIn<'delivering'>): boolean {
  const buttons = outcome.kind === 'pictures' && outcome.taskId !== null ? outcome.buttons : [];
  return buttons.filter(({ customId }) => classify(customId).class === 'upscale').length > 1;
}

/** Our buttons below a message that several jobs share. A picture that is not there cannot be sent. */
export function groupActions({ id, requester }: Job, hasPictures: boolean): APIButtonComponentWithCustomId[] {
  const dm = hasPictures ? [icon(dmId.encode(id), icons.dm)] : [];
  return [deleteButton(requester.id), ...dm, infoButton(id)];
}

/** The button that deletes the message. */
function deleteButton(requesterId: string): APIButtonComponentWithCustomId {
  return icon(deleteId.encode(requesterId), icons.delete);
}

/** The button that tells all about a job. */
export function infoButton(jobId: string): APIButtonComponentWithCustomId {
  return icon(infoId.encode(jobId), icons.info);
}

function labelled(customId: string, label: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, style: ButtonStyle.Secondary, label };
}

function icon(customId: string, emoji: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, style: ButtonStyle.Secondary, emoji: { name: emoji } };
}
