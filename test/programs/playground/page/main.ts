import './elements.ts';
import type { MessageView, Snapshot } from '../wire.ts';
import type { App } from './app.ts';
import { createComposer } from './composer.ts';
import { fill, h, icon, icons } from './dom.ts';
import { openForm } from './form.ts';
import { createGestures } from './gestures.ts';
import type { Names } from './markdown.ts';
import { createMessageList } from './message-list.ts';
import { createModel } from './model.ts';
import { createPanel } from './panel.ts';
import { listen } from './server.ts';
import { createSidebar } from './sidebar.ts';
import { words } from './words.ts';

const WIDE = '(min-width: 1100px)';

/** Puts the page together once the server has told how things stand. */
function open(snapshot: Snapshot) {
  const model = createModel(snapshot);
  const gestures = createGestures(model, (form) =>
    openForm({
      form,
      names,
      model,
      onSubmit: async (values) => (await gestures.submit(form.interactionId, values)) !== null,
    }),
  );
  const names: Names = {
    member: (id) => model.memberOf(id)?.name ?? (id === model.world.botId ? 'Darkroom' : words().somebody),
    role: (id) => model.world.roles.find((role) => role.id === id)?.name ?? words().unknownChannel,
    channel: (id) => model.channelOf(id)?.name ?? words().unknownChannel,
    jump(channelId, messageId) {
      const channel = model.channelOf(channelId);
      if (channel && channel.id !== model.channel.id) model.go(channel);
      if (!list.show(messageId)) model.say(words().messageGone);
    },
  };
  const live = h('div', { class: 'hidden-text', 'aria-live': 'polite' });
  const app: App = {
    model,
    names,
    press: ({ id }: MessageView, customId) => void gestures.press(id, customId),
    choose: ({ id }: MessageView, customId, values) => void gestures.choose(id, customId, values),
    useOnMessage: ({ id }: MessageView, command) => void gestures.menu(id, command),
    enlarge,
    announce: (text) => fill(live, text),
  };
  const list = createMessageList(app);
  const composer = createComposer(app, gestures);
  const title = h('h1');
  const cut = h('div', { class: 'cut-off', role: 'status' });
  const drawer = drawerOf('menu', icons.menu);
  const underneath = drawerOf('panel', icons.panel);
  const sidebar = createSidebar(app, () => drawer.set(false));
  const main = h(
    'main',
    { class: 'main' },
    h('header', { class: 'top' }, drawer.button, title, underneath.button),
    cut,
    list.element,
    composer.element,
  );
  const shade = h('button', {
    type: 'button',
    class: 'shade',
    tabindex: -1,
    click: () => drawer.set(false),
  });

  function drawTitle(): void {
    const { kind, name } = model.channel;
    const sign = kind === 'direct' ? icons.at : kind === 'thread' ? icons.thread : icons.hash;
    fill(title, icon(sign), name);
    document.title = `${kind === 'text' ? '#' : ''}${name} · ${words().title}`;
    drawer.name(words().channels);
    underneath.name(words().underneath);
    shade.setAttribute('aria-label', words().close);
  }
  model.listen(({ kind }) => {
    if (kind === 'view' || kind === 'all') drawTitle();
  });
  drawTitle();

  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (files && files.length > 0) composer.takeFiles(files);
  });
  addEventListener('keydown', (event) => {
    if (isForComposer(event)) composer.focus();
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    drawer.set(false);
    if (!matchMedia(WIDE).matches) underneath.set(false);
  });

  document.body.append(sidebar.element, shade, main, createPanel(app).element, live);
  underneath.set(matchMedia(WIDE).matches);
  if (matchMedia(WIDE).matches) composer.focus();
  return { model, onCut: (isCut: boolean) => fill(cut, isCut ? words().notRunning : '') };
}

/** Whether somebody begins to write without having gone to the box first. */
function isForComposer({ key, ctrlKey, metaKey, altKey, defaultPrevented, target }: KeyboardEvent): boolean {
  const isLetter = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey && !defaultPrevented;
  if (!isLetter || !(target instanceof Element) || document.querySelector('dialog[open]')) return false;
  return target.closest('input, textarea, select, [role="listbox"], [role="menu"]') === null;
}

/** A part of the page that can be put away, and its button. */
function drawerOf(name: 'menu' | 'panel', path: string) {
  const set = (isOpen: boolean) => {
    document.body.classList.toggle(`${name}-open`, isOpen);
    button.setAttribute('aria-expanded', String(isOpen));
  };
  const button = h(
    'button',
    {
      type: 'button',
      class: `tool ${name}-button`,
      'aria-expanded': 'false',
      click: () => set(!document.body.classList.contains(`${name}-open`)),
    },
    icon(path),
  );
  return {
    button,
    set,
    name(label: string): void {
      button.setAttribute('aria-label', label);
      button.title = label;
    },
  };
}

/** Shows a picture as large as the window allows. */
function enlarge(url: string, alt: string): void {
  const close = () => dialog.close();
  const dialog = h(
    'dialog',
    { class: 'picture-dialog', 'aria-label': alt || words().picture, click: close },
    h('img', { src: url, alt }),
    h(
      'div',
      { class: 'picture-foot' },
      h('a', { href: url, target: '_blank', rel: 'noopener' }, words().newTab),
      h('button', { type: 'button', class: 'plain-link' }, words().close),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

let page: ReturnType<typeof open> | null = null;
listen(
  (news) => {
    if (page) page.model.hear(news);
    else if (news.kind === 'hello') page = open(news.snapshot);
  },
  (isCut) => page?.onCut(isCut),
);
