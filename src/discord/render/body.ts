import { type APIButtonComponentWithCustomId, type APIEmbed, ComponentType } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { ButtonRow } from './buttons.ts';
import { plain } from './escape.ts';
import { maskedLink, messageLink } from './link.ts';

/**
 * A file of the message. The caller uploads exactly these files, each found by its `filename`. `id` is the file's number
 * among them; Discord's API describes it as a string.
 */
export type BodyAttachment = { readonly id: string; readonly filename: string; readonly description: string };

/** A whole message as Discord's REST takes it, for a post and for an edit. It never notifies anybody. */
export type MessageBody = {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: ButtonRow[];
  readonly attachments: BodyAttachment[];
  readonly allowed_mentions: { readonly parse: [] };
};

/** A message of one embed. */
export function body(embed: APIEmbed, ...buttons: readonly APIButtonComponentWithCustomId[]): MessageBody {
  return {
    content: '',
    embeds: [embed],
    components: buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: [...buttons] }],
    attachments: [],
    allowed_mentions: { parse: [] },
  };
}

/** What the member did, for display: "Imagine", "U2", "Vary (Subtle)". */
export function gestureOf({ request }: Pick<Job, 'request'>, words: Catalogue): string {
  if (request.kind !== 'action') return words.gestures[request.kind];
  const action = classify(request.customId);
  return words.gestures.action(action.class, action.label);
}

/** The first line of every embed: who did what. */
export function authorOf(job: Job, words: Catalogue): { name: string } {
  const name = plain(job.requester.name, 100);
  const gesture = plain(gestureOf(job, words), 100);
  return { name: name === '' ? gesture : `${name} · ${gesture}` };
}

/** Who asked, and from which picture it was made. A mention inside an embed notifies nobody. */
export function originOf(job: Job, words: Catalogue): string {
  const by = words.result.by(`<@${job.requester.id}>`);
  return job.parent === null ? by : `${maskedLink(words.result.from, messageLink(job.parent))} · ${by}`;
}

/** Joins the parts that are not empty, with an empty line between them. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
