import type { APIEmbed } from 'discord.js';
import type { MessageBody } from '../../../src/discord/render/body.ts';

type AnyBody = Pick<MessageBody, 'content' | 'components'> & Partial<Pick<MessageBody, 'embeds' | 'attachments'>>;

/**
 * Every rule of Discord's that a message breaks, one sentence each; empty when Discord would take it.
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits and
 * https://docs.discord.com/developers/components/reference#button
 */
export function brokenLimits({ content, components, embeds = [], attachments = [] }: AnyBody): string[] {
  const rules: [boolean, string][] = [
    [content.length <= 2000, 'the content is too long'],
    [embeds.length <= 10, 'more than ten embeds'],
    [embeds.reduce((sum, embed) => sum + words(embed), 0) <= 6000, 'the embeds together are too long'],
    [attachments.length <= 10, 'more than ten attachments'],
    [unique(attachments.map(({ filename }) => filename)), 'two attachments have one name'],
    [unique(attachments.map(({ id }) => id)), 'two attachments have one id'],
    [attachments.every(({ description }) => within(description.trim(), 1, 1024)), 'a file without a fitting alt text'],
    [content !== '' || embeds.length > 0 || attachments.length > 0, 'the message is empty'],
    [wellFormed({ content, components, embeds, attachments }), 'a lone surrogate'],
    ...embeds.flatMap((embed) => embedRules(embed, new Set(attachments.map(({ filename }) => filename)))),
    ...componentRules(components),
  ];
  return rules.filter(([kept]) => !kept).map(([, rule]) => rule);
}

function embedRules(embed: APIEmbed, files: ReadonlySet<string>): [boolean, string][] {
  const source = embed.image?.url ?? '';
  return [
    [(embed.title ?? '').length <= 256, 'a title is too long'],
    [(embed.description ?? '').length <= 4096, 'a description is too long'],
    [embed.author === undefined || within(embed.author.name, 1, 256), 'an author is too long or empty'],
    [embed.footer === undefined || within(embed.footer.text, 1, 2048), 'a footer is too long or empty'],
    [(embed.fields ?? []).length <= 25, 'too many fields'],
    [(embed.fields ?? []).every(({ name, value }) => within(name, 1, 256) && within(value, 1, 1024)), 'a bad field'],
    [embed.url === undefined || isAddress(embed.url), 'an embed links to a bad address'],
    [
      embed.image === undefined || isAddress(source) || files.has(source.replace(/^attachment:\/\//, '')),
      'an image has a bad address',
    ],
    [[embed.image, embed.thumbnail].every(hasAlt), 'a picture without a fitting alt text'],
    [(embed.color ?? 0) >= 0 && (embed.color ?? 0) <= 0xffffff, 'a bad colour'],
    [words(embed) > 0 || embed.image !== undefined, 'an embed is empty'],
  ];
}

function componentRules(rows: AnyBody['components']): [boolean, string][] {
  const buttons = rows.flatMap(({ components }) => components);
  return [
    [rows.length <= 5, 'more than five rows'],
    [rows.every(({ components }) => within(components, 1, 5)), 'a row is empty or has more than five buttons'],
    [buttons.every(({ custom_id }) => within(custom_id, 1, 100)), 'a custom id is too long or empty'],
    [unique(buttons.map(({ custom_id }) => custom_id)), 'two buttons have one custom id'],
    [buttons.every(({ label, emoji }) => label !== undefined || emoji !== undefined), 'a button shows nothing'],
    [buttons.every(({ label }) => label === undefined || within(label.trim(), 1, 80)), 'a bad label'],
    [buttons.every(({ emoji }) => emoji === undefined || /^\p{RGI_Emoji}$/v.test(emoji.name ?? '')), 'a bad emoji'],
    [buttons.every(({ style }) => [1, 2, 3, 4].includes(style)), 'a bad style'],
  ];
}

function hasAlt(picture: APIEmbed['image']): boolean {
  return picture === undefined || within((picture.description ?? '').trim(), 1, 1024);
}

function words({ title = '', description = '', author, footer, fields = [] }: APIEmbed): number {
  const texts = [title, description, author?.name ?? '', footer?.text ?? ''];
  return [...texts, ...fields.flatMap(({ name, value }) => [name, value])].join('').length;
}

function isAddress(url: string): boolean {
  return url.length <= 2048 && /^https?:\/\/[a-z\d.-]+\.[a-z\d]+(:\d+)?([/?#]|$)/i.test(url) && !/\s/.test(url);
}

function within(text: { readonly length: number }, least: number, most: number): boolean {
  return text.length >= least && text.length <= most;
}

function unique(items: readonly unknown[]): boolean {
  return new Set(items).size === items.length;
}

function wellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value !== 'object' || value === null || Object.values(value).every(wellFormed);
}
