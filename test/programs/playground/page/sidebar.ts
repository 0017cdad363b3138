import type { ChannelView } from '../wire.ts';
import type { App } from './app.ts';
import { avatarOf, botAvatar } from './avatars.ts';
import { fill, h, icon, icons } from './dom.ts';
import { words } from './words.ts';

/** Channels on top, and at the bottom who one is. */
export function createSidebar({ model }: App, onGone: () => void) {
  const channels = h('div', { class: 'channels' });
  const faces = h('div', { class: 'faces', role: 'radiogroup' });
  const guild = h('div', { class: 'guild-name' });
  const title = h('div', { class: 'me-title' });
  const element = h('nav', { class: 'sidebar' }, guild, channels, h('div', { class: 'me' }, title, faces));

  function drawChannel(channel: ChannelView): HTMLElement {
    const { id, name, kind } = channel;
    const isHere = id === model.channel.id;
    const unread = model.isUnread(id) && !isHere;
    const sign =
      kind === 'direct' ? h('img', { src: botAvatar, alt: '' }) : icon(kind === 'thread' ? icons.thread : icons.hash);
    return h(
      'button',
      {
        type: 'button',
        class: `channel ${kind}${unread ? ' unread' : ''}`,
        'aria-current': isHere ? 'page' : null,
        click: () => {
          model.go(channel);
          onGone();
        },
      },
      sign,
      h('span', { class: 'channel-name' }, name),
      unread ? h('span', { class: 'hidden-text' }, words().unread) : null,
    );
  }

  function draw(): void {
    const all = model.channels();
    const buttons: readonly Element[] = [...element.querySelectorAll('button')];
    const focused = buttons.indexOf(document.activeElement ?? element);
    element.setAttribute('aria-label', words().channels);
    faces.setAttribute('aria-label', words().whoYouAre);
    fill(guild, words().guild);
    fill(title, words().youAre);
    const texts = all.filter(({ kind }) => kind === 'text');
    fill(
      channels,
      h('h2', {}, words().channels),
      ...texts
        .flatMap((channel) => [channel, ...all.filter(({ parentId }) => parentId === channel.id)])
        .map(drawChannel),
      h('h2', {}, words().directMessages),
      ...all.filter(({ kind }) => kind === 'direct').map(drawChannel),
    );
    const others = model.world.members;
    fill(
      faces,
      ...others.map((member, at) => {
        const isMe = member.id === model.me.id;
        return h(
          'button',
          {
            type: 'button',
            class: 'face',
            role: 'radio',
            'aria-checked': String(isMe),
            tabindex: isMe ? 0 : -1,
            click: () => model.become(member),
            keydown: (event) => {
              const step = event instanceof KeyboardEvent ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined;
              const next = step === undefined ? undefined : others[(at + step + others.length) % others.length];
              if (!next) return;
              event.preventDefault();
              model.become(next);
              faces.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
            },
          },
          h('img', { src: avatarOf(member.name), alt: '' }),
          h('span', { class: 'face-name' }, member.name),
          h('span', { class: 'face-about' }, words().about[member.about]),
        );
      }),
    );
    element.querySelectorAll('button')[focused]?.focus({ preventScroll: true });
  }

  model.listen((change) => {
    if (change.kind === 'view' || change.kind === 'all') return draw();
    if (change.kind === 'message') draw();
  });
  draw();
  return { element };
}
