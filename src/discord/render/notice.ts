import { ButtonStyle, ComponentType } from 'discord.js';
import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf } from './body.ts';
import type { ButtonRow } from './buttons.ts';
import { noticesId } from './custom-ids.ts';
import { messageLink } from './link.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** A message that mentions one member and nobody else. */
export type NoticeBody = {
  readonly content: string;
  readonly components: ButtonRow[];
  readonly allowed_mentions: { readonly parse: []; readonly users: string[] };
};

/** Tells the requester that a job which took long has ended at `place`, and how to be left alone. */
export function renderNotice(job: JobIn<'delivering'>, place: Place, words: Catalogue): NoticeBody {
  const sentence = job.outcome.kind === 'pictures' ? words.notices.ready : words.notices.failed;
  return {
    content: `<@${job.requester.id}> ${sentence(gestureOf(job, words), messageLink(place))}`,
    components: [row('off', words.buttons.noticesOff)],
    allowed_mentions: { parse: [], users: [job.requester.id] },
  };
}

/** Confirms whether a member wants notices, with a button that changes it back. */
export function renderNoticesChoice(on: boolean, { buttons, replies }: Catalogue): EphemeralReply {
  return on
    ? renderReply(replies.noticesOn, { components: [row('off', buttons.noticesOff)] })
    : renderReply(replies.noticesOff, { components: [row('on', buttons.noticesOn)] });
}

function row(choice: 'on' | 'off', label: string): ButtonRow {
  const custom_id = noticesId.encode(choice);
  return {
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.Button, custom_id, label, style: ButtonStyle.Secondary }],
  };
}
