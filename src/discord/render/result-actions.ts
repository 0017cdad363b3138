import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import type { JobIn } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { ButtonRow } from './buttons.ts';
import { allId, deleteId, infoId, mailId, publishId } from './custom-ids.ts';
import { withLast } from './rows.ts';

/** Emoji alone, as they stand under every result: three of them need less room than one of Midjourney's names. */
const signs = { delete: '🗑️', mail: '✉️', info: 'ℹ️' } as const;

/**
 * What can be done with any result: remove it, have it by DM, know all about it. A private one can be published; whoever
 * has no way back to an ephemeral message has been sent a DM instead, where there is nobody to publish to.
 */
export function ownButtons(job: JobIn<'delivering'>, words: Catalogue): APIButtonComponentWithCustomId[] {
  const publish: APIButtonComponentWithCustomId = {
    ...{ type: ComponentType.Button, style: ButtonStyle.Secondary },
    ...{ custom_id: publishId.encode(job.id), label: words.lookup.publish },
  };
  const all: APIButtonComponentWithCustomId = {
    ...{ type: ComponentType.Button, style: ButtonStyle.Secondary },
    ...{ custom_id: allId.encode(job.id), label: words.grouped.upscaleAll },
  };
  return [
    ...(isGrid(job) ? [all] : []),
    ...(job.private && job.reply ? [publish] : []),
    deleteButton(job.requester.id),
    sign(mailId.encode(job.id), signs.mail),
    sign(infoId.encode(job.id), signs.info),
  ];
}

/** Whether there are several pictures to enlarge. */
function isGrid({ outcome }: JobIn<'delivering'>): boolean {
  const buttons = outcome.kind === 'pictures' && outcome.taskId !== null ? outcome.buttons : [];
  return buttons.filter(({ customId }) => classify(customId).class === 'upscale').length > 1;
}

/** The rows of a result with our own buttons below: within the last one where it has room. */
export function withOwnRow(rows: readonly ButtonRow[], own: readonly APIButtonComponentWithCustomId[]): ButtonRow[] {
  return withLast(
    rows.map(({ components }) => components),
    own,
  ).map((components) => ({ type: ComponentType.ActionRow, components: [...components] }));
}

/** Removes the message. */
export function deleteButton(requesterId: string): APIButtonComponentWithCustomId {
  return sign(deleteId.encode(requesterId), signs.delete);
}

function sign(customId: string, name: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, style: ButtonStyle.Secondary, emoji: { name } };
}
