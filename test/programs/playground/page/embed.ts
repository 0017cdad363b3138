import type { Embed } from '../../../emulator/discord/validate/embeds.ts';
import type { MessageView } from '../wire.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import { markdown } from './markdown.ts';
import { words } from './words.ts';

/** What a message shows: the same elements through all its edits, so that nothing flickers and no film starts anew. */
export type Easel = {
  readonly picture: (url: string, alt: string, slot: number) => HTMLElement;
  readonly film: (url: string, label: string) => HTMLElement;
};

/** Embeds of one address are one embed with a gallery, as in Discord. */
export function drawEmbeds(message: MessageView, app: App, easel: Easel): HTMLElement[] {
  const groups: { readonly first: Embed; readonly urls: string[] }[] = [];
  for (const embed of message.embeds) {
    const group = embed.url === undefined ? undefined : groups.find(({ first }) => first.url === embed.url);
    if (!group) groups.push({ first: embed, urls: embed.image ? [embed.image.url] : [] });
    else if (embed.image && group.urls.length < 4) group.urls.push(embed.image.url);
  }
  let slot = 0;
  return groups.map(({ first, urls }) => {
    const pictures = urls.map((url) => easel.picture(url, message.alts[url] ?? first.image?.description ?? '', slot++));
    return drawEmbed(first, pictures, app);
  });
}

function drawEmbed(embed: Embed, pictures: readonly HTMLElement[], { names }: App): HTMLElement {
  const { author, title, url, description, fields = [], footer, thumbnail, color, timestamp } = embed;
  const stamp = timestamp
    ? new Date(timestamp).toLocaleString(words().clock, { dateStyle: 'short', timeStyle: 'short' })
    : '';
  return h(
    'discord-embed',
    {
      color: color === undefined ? null : `#${color.toString(16).padStart(6, '0')}`,
      'author-name': author?.name,
      'author-url': author?.url,
      'embed-title': title,
      url: title ? url : null,
      thumbnail: thumbnail?.url,
    },
    description ? h('discord-embed-description', { slot: 'description' }, ...markdown(description, names)) : null,
    fields.length === 0
      ? null
      : h(
          'div',
          { slot: 'fields', class: 'fields' },
          ...fields.map(({ name, value, inline }) =>
            h(
              'div',
              { class: inline ? 'field inline' : 'field' },
              h('div', { class: 'field-name' }, ...markdown(name, names)),
              h('div', { class: 'field-value' }, ...markdown(value, names)),
            ),
          ),
        ),
    pictures.length === 0
      ? null
      : h('div', { slot: 'fields', class: `gallery gallery-${pictures.length}` }, ...pictures),
    footer || stamp
      ? h('discord-embed-footer', { slot: 'footer' }, [footer?.text, stamp].filter(Boolean).join(' • '))
      : null,
  );
}
