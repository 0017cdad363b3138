import type { MessageView } from '../wire.ts';
import type { App } from './app.ts';
import { drawAppsButton, localName } from './apps-menu.ts';
import { avatarOf, botAvatar } from './avatars.ts';
import { drawRows } from './components.ts';
import { type Child, h, icon, icons } from './dom.ts';
import { drawEmbeds, type Easel } from './embed.ts';
import { markdown } from './markdown.ts';
import { words } from './words.ts';

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
      ephemeral: viewerId !== null,
      highlight: message.pinged.includes(app.model.me.id),
    },
    drawOrigin(message, app),
    loading
      ? h('span', { class: 'thinking' }, h('span', { class: 'dots', 'aria-hidden': 'true' }), words().thinking)
      : null,
    ...(content === ''
      ? []
      : [h('div', { class: 'content' }, ...markdown(content, app.names), edited ? drawEdited() : null)]),
    h('div', { slot: 'attachments', class: 'files' }, ...drawFiles(message, easel)),
    h('div', { slot: 'embeds' }, ...drawEmbeds(message, app, easel)),
    h('div', { slot: 'components', class: 'rows' }, ...drawRows(message, app)),
    viewerId === null ? null : drawEphemeral(message, app),
    loading ? null : drawAppsButton(message, app),
  );
}

const drawEdited = (): HTMLElement => h('span', { class: 'edited' }, ` ${words().edited}`);

/** Above the message: the command it answers, or the message it replies to. */
function drawOrigin({ command, repliesTo }: MessageView, { model, names }: App): Child {
  if (command) {
    const member = model.memberOf(command.memberId);
    const known = model.commands.find(({ name, type }) => name === command.name && (type === 1) === command.slash);
    const named = known ? localName(known, model.me.locale) : command.name;
    return h(
      'div',
      { slot: 'reply', class: 'origin' },
      h('img', { src: avatarOf(member?.name ?? '?'), alt: '' }),
      h('span', { class: 'origin-name' }, member?.name ?? ''),
      words().used,
      h('span', { class: 'mention' }, command.slash ? `/${named}` : named),
    );
  }
  if (repliesTo === null) return null;
  const source = model.messages.get(repliesTo);
  if (!source) return h('div', { slot: 'reply', class: 'origin' }, h('em', {}, words().originalDeleted));
  const said = source.content || headOf(source.embeds[0]) || words().aMessage;
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

/** The first line of an embed, without its marks. */
function headOf(embed: MessageView['embeds'][number] | undefined): string {
  const [line = ''] = (embed?.title ?? embed?.description ?? '').split('\n');
  return line.replace(/^-# |\*\*/g, '').replace(/\\(?=[^\w\s])/g, '');
}

function drawFiles({ files }: MessageView, easel: Easel): HTMLElement[] {
  const films = files.filter(({ contentType }) => contentType.startsWith('video/'));
  const others = files.filter((file) => !films.includes(file));
  const gallery = films.map(({ url, filename, description }) => easel.film(url, description ?? filename));
  const drawn = others.map(({ url, filename, contentType, size, description }, at) => {
    if (contentType.startsWith('image/'))
      return h('div', { class: 'file-picture' }, easel.picture(url, description ?? filename, 100 + at));
    return h(
      'div',
      { class: 'file' },
      icon(icons.upload),
      h(
        'div',
        {},
        h('a', { href: url, target: '_blank', rel: 'noopener' }, filename),
        h('div', { class: 'file-size' }, words().bytes(size)),
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
    words().onlyYou,
    h('button', { type: 'button', class: 'plain-link', click: () => model.dismiss(id) }, words().dismissMessage),
  );
}

function stampOf(at: number): string {
  const date = new Date(at);
  const { clock, today } = words();
  const time = date.toLocaleTimeString(clock, { hour: '2-digit', minute: '2-digit' });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? today(time) : `${date.toLocaleDateString(clock)} ${time}`;
}

/** A message in one sentence, for its place in the list. */
export function spoken(message: MessageView, { model }: App): string {
  const { author, command, content, embeds, loading, viewerId } = message;
  const [embed] = embeds;
  const what = loading ? words().isThinking : [content, headOf(embed)].filter(Boolean).join(', ');
  const asked = command ? words().answering(model.memberOf(command.memberId)?.name ?? '', command.name) : '';
  return `${author.name}${asked}${viewerId === null ? '' : words().onlyYouSpoken}: ${what || words().aMessage}`;
}
