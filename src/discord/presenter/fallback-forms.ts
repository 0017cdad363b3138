import type { MessageBody } from '../render/body.ts';
import type { ButtonRow } from '../render/buttons.ts';
import type { Shortfall } from '../render/shortfall.ts';
import type { Meaning } from '../rest/errors.ts';

/** How much of a result is asked of Discord. When Discord refuses it, the next fallback form asks for less. */
export type FallbackForm = {
  /** The files as large as allowed, small copies of them, or none: then the relay's addresses, shown or only named. */
  readonly files: 'full' | 'small' | 'link' | 'named';
  /** Whether the relay's addresses may stand anywhere. */
  readonly links: boolean;
  /** Whether the prompt may. */
  readonly prompt: boolean;
  /**
   * The body as rendered, without emoji, without components, or nothing but text and links; or one sentence that repeats
   * nothing of the job, with its buttons or without.
   */
  readonly body: 'full' | 'noEmoji' | 'noComponents' | 'textOnly' | 'bare' | 'bareText';
  /** Why it has less than it should; null while only its size or its body was at fault. */
  readonly shortfall: Shortfall | null;
};

export const FULL_FORM: FallbackForm = { files: 'full', links: true, prompt: true, body: 'full', shortfall: null };

/** What a refused message had of a result. `prompt`: only what may be left out, which the text of a describe may not. */
export type Carried = { readonly files: boolean; readonly links: boolean; readonly prompt: boolean };

/** The form to try after a refusal; null when nothing smaller or simpler is left. */
export function nextForm(form: FallbackForm, meaning: Meaning, carried: Carried): FallbackForm | null {
  switch (meaning) {
    case 'tooLarge':
      if (form.files === 'full') return { ...form, files: 'small' };
      return form.files === 'small' ? { ...form, files: 'link' } : null;
    case 'invalidBody':
      return simplerBody(form);
    case 'explicit':
      if (carried.links && form.files !== 'named') return { ...form, files: 'named', shortfall: meaning };
      return barer(form, meaning);
    case 'harmfulLink':
      // Without the address only the file is left of a picture.
      if (carried.links && carried.files) return { ...form, links: false, shortfall: meaning };
      if (carried.prompt) return { ...form, prompt: false, shortfall: meaning };
      return barer(form, meaning);
    case 'moderated':
      return carried.prompt ? { ...form, prompt: false, shortfall: meaning } : barer(form, meaning);
    case 'unclear':
      if (form.shortfall !== null || !(carried.files || carried.prompt)) return barer(form, meaning);
      return { ...form, files: 'named', prompt: !carried.prompt && form.prompt, shortfall: meaning };
    default:
      return null;
  }
}

function simplerBody(form: FallbackForm): FallbackForm | null {
  switch (form.body) {
    case 'full':
      return { ...form, body: 'noEmoji' };
    case 'noEmoji':
      return { ...form, body: 'noComponents' };
    case 'noComponents':
      return { ...form, files: 'link', body: 'textOnly' };
    case 'textOnly':
    case 'bare':
      return { ...form, body: 'bareText', shortfall: form.shortfall ?? 'unclear' };
    case 'bareText':
      return null;
  }
}

function barer(form: FallbackForm, shortfall: Shortfall): FallbackForm | null {
  if (form.body === 'bareText') return null;
  const buttons = form.body === 'full' || form.body === 'noEmoji';
  return { ...form, body: buttons ? 'bare' : 'bareText', shortfall };
}

/** Whether a message of this form repeats nothing of its job. */
export function isBare({ body }: FallbackForm): boolean {
  return body === 'bare' || body === 'bareText';
}

/** Whether a body of this form still has its buttons. */
export function keepsButtons({ body }: FallbackForm): boolean {
  return body === 'full' || body === 'noEmoji' || body === 'bare';
}

const CONTENT_MAX = 2_000;

/** Reduces a body to a form. `links` are what a body of text only shows, where there are any; `bare` what a bare one does. */
export function reduceBody(
  body: MessageBody,
  form: FallbackForm['body'],
  links: readonly string[],
  bare: string,
): MessageBody {
  switch (form) {
    case 'full':
      return body;
    case 'noEmoji':
      return { ...body, components: body.components.map(withoutEmoji) };
    case 'noComponents':
      return { ...body, components: [] };
    case 'textOnly':
      return textBody(textOf(body, links));
    case 'bare':
      return { ...textBody(bare), components: body.components };
    case 'bareText':
      return textBody(bare);
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
