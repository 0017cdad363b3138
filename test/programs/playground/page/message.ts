import type { MessageView } from '../wire.ts';
import type { App } from './app.ts';
import { drawAppsButton } from './apps-menu.ts';
import { avatarOf, botAvatar } from './avatars.ts';
import { drawRows } from './components.ts';
import { type Child, h, icon, icons } from './dom.ts';
import { drawEmbeds, type Easel } from './embed.ts';
import { markdown } from './markdown.ts';

/** A message as discord-components draws it, with everything in it that can be used. */
export function drawMessage(message: MessageView, app: App, easel: Easel): HTMLElement {
  const { author, content, loading, viewerId, edited } = message;
  return h(
    'discord-message',
    {
      id: `m${message.id}`,
      role: 'article',
      'aria-label': spoken(message, app),
      author: author.name,
      avatar: author.bot ? botAvatar : avatarOf(author.name),
      bot: author.bot,
      timestamp: stampOf(message.at),
      edited: edited && content !== '',
      ephemeral: viewerId !== null,
      highlight: message.pinged.includes(app.model.me.id),
    },
    drawOrigin(message, app),
    loading
      ? h('span', { class: 'thinking' }, h('span', { class: 'dots', 'aria-hidden': 'true' }), 'Darkroom is thinking…')
      : null,
    ...(content === '' ? [] : [h('div', { class: 'content' }, ...markdown(content, app.names))]),
    h('div', { slot: 'attachments', class: 'files' }, ...drawFiles(message, easel)),
    h('div', { slot: 'embeds' }, ...drawEmbeds(message, app, easel)),
    h('div', { slot: 'components', class: 'rows' }, ...drawRows(message, app)),
    viewerId === null ? null : drawEphemeral(message, app),
    loading ? null : drawAppsButton(message, app),
  );
}

/** Above the message: the command it answers, or the message it replies to. */
function drawOrigin({ command, repliesTo }: MessageView, { model, names }: App): Child {
  if (command) {
    const member = model.memberOf(command.memberId);
    return h(
      'div',
      { slot: 'reply', class: 'origin' },
      h('img', { src: avatarOf(member?.name ?? '?'), alt: '' }),
      h('span', { class: 'origin-name' }, member?.name ?? ''),
      ' used ',
      h('span', { class: 'mention' }, command.slash ? `/${command.name}` : command.name),
    );
  }
  if (repliesTo === null) return null;
  const source = model.messages.get(repliesTo);
  if (!source) return h('div', { slot: 'reply', class: 'origin' }, h('em', {}, 'Original message was deleted'));
  const said = source.content || source.embeds[0]?.author?.name || source.embeds[0]?.title || 'a message';
  const jump = (event: Event) => {
    event.preventDefault();
    names.jump(source.channelId, source.id);
  };
  return h(
    'div',
    { slot: 'reply', class: 'origin' },
    h('img', { src: source.author.bot ? botAvatar : avatarOf(source.author.name), alt: '' }),
    h('span', { class: 'origin-name' }, source.author.name),
    h('a', { href: `#m${source.id}`, class: 'origin-text', click: jump }, said.replace(/[*_`]/g, '').slice(0, 90)),
  );
}

function drawFiles({ files }: MessageView, easel: Easel): HTMLElement[] {
  const films = files.filter(({ contentType }) => contentType.startsWith('video/'));
  const others = files.filter((file) => !films.includes(file));
  const gallery = films.map(({ url, filename, description }) => easel.film(url, description ?? filename));
  const drawn = others.map(({ url, filename, contentType, size, description }, at) => {
    if (contentType.startsWith('image/'))
      return h('div', { class: 'file-picture' }, easel.picture(url, description ?? filename, 100 + at));
    const kilobytes = size < 1024 ? `${size} bytes` : `${(size / 1024).toFixed(1)} KB`;
    return h(
      'div',
      { class: 'file' },
      icon(icons.upload),
      h(
        'div',
        {},
        h('a', { href: url, target: '_blank', rel: 'noopener' }, filename),
        h('div', { class: 'file-size' }, kilobytes),
      ),
    );
  });
  if (gallery.length === 0) return drawn;
  return [...drawn, h('div', { class: gallery.length === 1 ? 'films' : 'films several' }, ...gallery)];
}

function drawEphemeral({ id }: MessageView, { model }: App): HTMLElement {
  return h(
    'div',
    { slot: 'components', class: 'ephemeral' },
    icon(icons.eye),
    'Only you can see this • ',
    h('button', { type: 'button', class: 'plain-link', click: () => model.dismiss(id) }, 'Dismiss message'),
  );
}

function stampOf(at: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? `Today at ${time}` : `${date.toLocaleDateString('en-GB')} ${time}`;
}

/** A message in one sentence, for its place in the list. */
export function spoken(message: MessageView, { model }: App): string {
  const { author, command, content, embeds, loading, viewerId } = message;
  const [embed] = embeds;
  const what = loading ? 'is thinking' : [content, embed?.author?.name, embed?.title].filter(Boolean).join(', ');
  const asked = command ? `, answering ${model.memberOf(command.memberId)?.name}’s ${command.name}` : '';
  return `${author.name}${asked}${viewerId === null ? '' : ', only you can see this'}: ${what || 'a message'}`;
}
