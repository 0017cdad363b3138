import type { MessageBody } from '../render/body.ts';
import type { ButtonRow } from '../render/buttons.ts';
import type { Meaning } from '../rest/errors.ts';

/** How much of a result is asked of Discord. When Discord refuses it, the next fallback form asks for less. */
export type FallbackForm = {
  /** The files as large as allowed, small copies of them, or none: then the relay's addresses. */
  readonly files: 'full' | 'small' | 'link';
  /** The body as rendered, without emoji, without components, or nothing but text and links. */
  readonly body: 'full' | 'noEmoji' | 'noComponents' | 'textOnly';
};

export const FULL_FORM: FallbackForm = { files: 'full', body: 'full' };

/** The form to try after a refusal; null when nothing smaller or simpler is left. */
export function nextForm(form: FallbackForm, meaning: Meaning): FallbackForm | null {
  if (meaning === 'tooLarge') {
    if (form.files === 'link') return null;
    return { ...form, files: form.files === 'full' ? 'small' : 'link' };
  }
  if (meaning !== 'invalidBody') return null;
  switch (form.body) {
    case 'full':
      return { ...form, body: 'noEmoji' };
    case 'noEmoji':
      return { ...form, body: 'noComponents' };
    case 'noComponents':
      return { files: 'link', body: 'textOnly' };
    case 'textOnly':
      return null;
  }
}

/** Whether a body of this form still has its buttons. */
export function keepsButtons({ body }: FallbackForm): boolean {
  return body === 'full' || body === 'noEmoji';
}

const CONTENT_MAX = 2_000;

/** Reduces a body to a form. `links` are what a body of text only shows, where there are any. */
export function reduceBody(body: MessageBody, form: FallbackForm['body'], links: readonly string[]): MessageBody {
  switch (form) {
    case 'full':
      return body;
    case 'noEmoji':
      return { ...body, components: body.components.map(withoutEmoji) };
    case 'noComponents':
      return { ...body, components: [] };
    case 'textOnly':
      return textBody(textOf(body, links));
  }
}

/** A body of nothing but text, cut to what Discord takes; it refuses an empty message. */
export function textBody(text: string): MessageBody {
  return {
    content: text.slice(0, CONTENT_MAX) || '…',
    embeds: [],
    components: [],
    attachments: [],
    allowed_mentions: { parse: [] },
  };
}

function withoutEmoji(row: ButtonRow): ButtonRow {
  return { ...row, components: row.components.map(({ emoji, ...button }) => button) };
}

function textOf({ content, embeds }: MessageBody, links: readonly string[]): string {
  if (links.length > 0) return links.join('\n');
  if (content !== '') return content;
  const [embed] = embeds;
  if (!embed) return '';
  const texts = ['title' in embed ? embed.title : '', 'description' in embed ? embed.description : ''];
  return texts.filter((text) => typeof text === 'string' && text !== '').join('\n');
}
