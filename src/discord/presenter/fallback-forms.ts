import type { MessageBody } from '../render/body.ts';
import type { ButtonRow } from '../render/buttons.ts';
import type { Meaning } from '../rest/errors.ts';

/** How much of a result is asked of Discord. It is reduced step by step when Discord refuses it. */
export type Form = {
  /** Of the files: as large as allowed, small copies, or the relay's addresses. */
  readonly size: 'full' | 'small' | 'link';
  /** Of the body: as rendered, without emoji, without components, or nothing but text and links. */
  readonly dress: 'full' | 'noEmoji' | 'plain' | 'bare';
};

/** What to try after a refusal; null when nothing smaller or plainer is left. */
export function reduce(form: Form, meaning: Meaning): Form | null {
  if (meaning === 'tooLarge') {
    if (form.size === 'link') return null;
    return { ...form, size: form.size === 'full' ? 'small' : 'link' };
  }
  if (meaning !== 'invalidBody') return null;
  switch (form.dress) {
    case 'full':
      return { ...form, dress: 'noEmoji' };
    case 'noEmoji':
      return { ...form, dress: 'plain' };
    case 'plain':
      return { size: 'link', dress: 'bare' };
    case 'bare':
      return null;
  }
}

const CONTENT_MAX = 2_000;

/** The body in that dress. `links` are what a bare one shows. */
export function dressed(body: MessageBody, dress: Form['dress'], links: readonly string[]): MessageBody {
  switch (dress) {
    case 'full':
      return body;
    case 'noEmoji':
      return { ...body, components: body.components.map(withoutEmoji) };
    case 'plain':
      return { ...body, components: [] };
    case 'bare':
      return {
        content: bareText(body, links).slice(0, CONTENT_MAX),
        embeds: [],
        components: [],
        attachments: [],
        allowed_mentions: { parse: [] },
      };
  }
}

function withoutEmoji(row: ButtonRow): ButtonRow {
  return { ...row, components: row.components.map(({ emoji, ...button }) => button) };
}

function bareText({ content, embeds }: MessageBody, links: readonly string[]): string {
  if (links.length > 0) return links.join('\n');
  if (content !== '') return content;
  const [embed] = embeds;
  if (!embed) return '…';
  const texts = ['title' in embed ? embed.title : '', 'description' in embed ? embed.description : ''];
  return texts.filter((text) => typeof text === 'string' && text !== '').join('\n') || '…';
}
