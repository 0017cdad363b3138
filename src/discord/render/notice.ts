import { ButtonStyle, ComponentType } from 'discord.js';
import type { JobIn, Place } from '../../domain/job.ts';
import type { Words } from '../../text/words.ts';
import { noticesId } from '../custom-ids.ts';
import { gestureOf } from './body.ts';
import type { ButtonRow } from './buttons.ts';
import { messageLink } from './link.ts';

/** A message that mentions one member and nobody else. */
export type NoticeBody = {
  readonly content: string;
  readonly components: ButtonRow[];
  readonly allowed_mentions: { readonly parse: []; readonly users: string[] };
};

/** Tells the requester that a job which took long has ended at `place`, and how to be left alone. */
export function renderNotice(job: JobIn<'delivering'>, place: Place, words: Words): NoticeBody {
  const sentence = job.outcome.kind === 'pictures' ? words.notices.ready : words.notices.failed;
  return {
    content: `<@${job.requester.id}> ${sentence(gestureOf(job, words), messageLink(place))}`,
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.Button,
            custom_id: noticesId.encode('off'),
            label: words.buttons.noticesOff,
            style: ButtonStyle.Secondary,
          },
        ],
      },
    ],
    allowed_mentions: { parse: [], users: [job.requester.id] },
  };
}
