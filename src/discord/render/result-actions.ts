import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import type { JobIn } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { ButtonRow } from './buttons.ts';
import { deleteId, dmId, infoId, publishId, upscaleAllId } from './custom-ids.ts';
import { appendToRows } from './rows.ts';

/** Under every result stand buttons without a label: three of them need less room than one of Midjourney's names. */
const icons = { delete: '🗑️', dm: '✉️', info: 'ℹ️' } as const;

/**
 * Our own buttons below a result: delete it, have it by DM, show all about it; upscale all pictures of a grid; publish a
 * private result. A private result without a living token was sent by DM, where there is nobody to publish it to.
 */
export function resultActions(job: JobIn<'delivering'>, words: Catalogue): APIButtonComponentWithCustomId[] {
  return [
    ...(isGrid(job) ? [labelled(upscaleAllId.encode(job.id), words.grouped.upscaleAll)] : []),
    ...(job.private && job.reply ? [labelled(publishId.encode(job.id), words.lookup.publish)] : []),
    deleteButton(job.requester.id),
    icon(dmId.encode(job.id), icons.dm),
    icon(infoId.encode(job.id), icons.info),
  ];
}

/** Whether there are several pictures to upscale. */
function isGrid({ outcome }: JobIn<'delivering'>): boolean {
  const buttons = outcome.kind === 'pictures' && outcome.taskId !== null ? outcome.buttons : [];
  return buttons.filter(({ customId }) => classify(customId).class === 'upscale').length > 1;
}

/** The rows of a result with our own buttons below: within the last row where it has room. */
export function withActions(rows: readonly ButtonRow[], own: readonly APIButtonComponentWithCustomId[]): ButtonRow[] {
  return appendToRows(
    rows.map(({ components }) => components),
    own,
  ).map((components) => ({ type: ComponentType.ActionRow, components: [...components] }));
}

/** The button that deletes the message. */
export function deleteButton(requesterId: string): APIButtonComponentWithCustomId {
  return icon(deleteId.encode(requesterId), icons.delete);
}

function labelled(customId: string, label: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, style: ButtonStyle.Secondary, label };
}

function icon(customId: string, emoji: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, style: ButtonStyle.Secondary, emoji: { name: emoji } };
}
