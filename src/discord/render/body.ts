import { type APIButtonComponentWithCustomId, type APIEmbed, ComponentType } from 'discord.js';
import { classify } from '../../domain/buttons/action.ts';
import type { Job } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { ButtonRow } from './buttons.ts';
import { escapeLetters, escapePrompt, LETTERS_SHOWN } from './escape.ts';
import { maskedLink, messageLink } from './link.ts';
import { makerOf } from './maker.ts';

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

/** How long a job took, in ms, and how many submissions it cost. Null where nobody can tell, or not yet. */
export type Spent = { readonly took: number | null; readonly cost: number | null };

/**
 * The small line of every message: who did what, and where it is known how long that took and what it cost. What was done leads
 * to the picture that it was done to. A mention inside an embed notifies nobody.
 */
export function byline(job: Job, words: Catalogue, spent: Spent | null = null, what = gestureOf(job, words)): string {
  const gesture = escapePrompt(what, 100).text;
  const linked = job.parent === null ? gesture : maskedLink(gesture, messageLink(job.parent));
  const time = spent === null || spent.took === null ? [] : [words.result.took(words.duration(spent.took))];
  const cost = spent === null || spent.cost === null ? [] : [words.result.cost(spent.cost)];
  return `-# ${[makerOf(job.requester.id, words), linked, ...time, ...cost].join(' · ')}`;
}

/** The beginning of a prompt in bold, and that the rest is elsewhere where it was cut. Empty without a prompt. */
export function boldPrompt(prompt: string, { result }: Catalogue, letters = LETTERS_SHOWN): string {
  const { text, cut } = escapeLetters(prompt, letters);
  if (text === '') return '';
  return cut ? `**${text}** ${result.allInInfo}` : `**${text}**`;
}

/** Joins the lines that are not empty. */
export function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

/** Joins the parts that are not empty, with an empty line between them. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
