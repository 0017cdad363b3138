import type { MessageView } from '../wire.ts';
import type { App } from './app.ts';
import { fill, h, icon, icons } from './dom.ts';
import type { Easel } from './embed.ts';
import { drawMessage, spoken } from './message.ts';
import type { Notice } from './model.ts';
import { words } from './words.ts';

const NEAR = 120;
/** How long after a touch of the wheel the page still scrolls because of it. */
const OWN_SCROLL_MS = 700;

/** The messages of the channel, kept up to date edit by edit. */
export function createMessageList(app: App) {
  const { model } = app;
  const drawn = new Map<string, HTMLElement>();
  const pictures = new Map<string, HTMLImageElement>();
  const films = new Map<string, HTMLVideoElement>();
  /** What a message shows at each of its places for pictures. */
  const hanging = new Map<string, HTMLImageElement>();
  const list = h('discord-messages');
  const head = h('div', { class: 'channel-head' });
  const inner = h('div', { class: 'scroll-inner' }, head, list);
  const arrivals = h('button', { type: 'button', class: 'arrivals', hidden: true, click: () => toBottom() });
  const drawArrivals = (isShown: boolean) => {
    arrivals.hidden = !isShown;
  };
  const scroller = h('div', { class: 'scroller', tabindex: 0, role: 'log', 'aria-live': 'off' }, inner);
  let isStuck = true;

  const toBottom = () => scroller.scrollTo({ top: scroller.scrollHeight });
  // Content that grows or shrinks scrolls too; only somebody's own scrolling means that they want to stay up there.
  let touched = 0;
  const touch = (event: Event) => {
    const isOwn =
      event instanceof KeyboardEvent
        ? ['PageUp', 'ArrowUp', 'Home'].includes(event.key)
        : event.type !== 'pointerdown' || event.target === scroller;
    if (isOwn) touched = Date.now();
  };
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    scroller.addEventListener(kind, touch, { passive: true });
  }
  scroller.addEventListener('scroll', () => {
    const isNear = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (isNear) isStuck = true;
    else if (Date.now() - touched < OWN_SCROLL_MS) isStuck = false;
    if (isNear) drawArrivals(false);
  });
  new ResizeObserver(() => isStuck && toBottom()).observe(inner);

  function easelOf(message: MessageView): Easel {
    const film: Easel['film'] = (url, label) => {
      const key = `${message.id} ${url}`;
      const known =
        films.get(key) ?? h('video', { src: url, controls: true, playsinline: true, preload: 'auto', class: 'film' });
      known.setAttribute('aria-label', label);
      films.set(key, known);
      return known;
    };
    const picture: Easel['picture'] = (url, alt, slot) => {
      const key = `${message.id} ${url}`;
      const place = `${message.id} ${slot}`;
      const known = pictures.get(key);
      const image = known ?? h('img', { src: url, alt, class: 'picture', loading: 'eager' });
      image.alt = alt;
      pictures.set(key, image);
      const enlarge = () => app.enlarge(url, alt);
      const frame = h('button', {
        type: 'button',
        class: 'frame',
        click: enlarge,
        'aria-label': words().enlarge(alt),
      });
      const before = hanging.get(place);
      hanging.set(place, image);
      // The picture before stays until the next one can be seen.
      if (before && before !== image && !image.complete) {
        fill(frame, before);
        image.addEventListener('load', () => fill(frame, image), { once: true });
      } else {
        fill(frame, image);
        // Relays have addresses of previews that lead nowhere yet.
        image.addEventListener('error', () => frame.remove(), { once: true });
      }
      return frame;
    };
    return { picture, film };
  }

  function draw(message: MessageView): void {
    const old = drawn.get(message.id);
    const focused = document.activeElement instanceof HTMLElement && old?.contains(document.activeElement);
    const wasOn = focused ? document.activeElement?.getAttribute('data-custom-id') : null;
    const fresh = drawMessage(message, app, easelOf(message));
    drawn.set(message.id, fresh);
    // The fresh one is drawn a moment later; until then nothing below may move up.
    if (old) {
      list.style.minHeight = `${list.offsetHeight}px`;
      requestAnimationFrame(() => {
        list.style.minHeight = '';
      });
    }
    if (old) old.replaceWith(fresh);
    else list.append(fresh);
    if (!focused) return;
    const again = wasOn && fresh.querySelector(`[data-custom-id="${CSS.escape(wasOn)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    else scroller.focus({ preventScroll: true });
  }

  function drawNotices(): void {
    for (const old of list.querySelectorAll('.notice')) old.remove();
    for (const notice of model.notices) placeNotice(notice);
    if (isStuck) toBottom();
  }

  /** Below the message that it is about, or where the channel was when it was said. */
  function placeNotice({ id, at, messageId, text }: Notice): void {
    const element = h(
      'div',
      { class: 'notice', 'data-notice': id },
      h('span', {}, text),
      h('button', { type: 'button', class: 'plain-link', click: () => model.forget(id) }, words().dismiss),
    );
    const above = drawn.get(messageId ?? '');
    const below = model.visible().find((message) => message.at > at);
    if (above) above.after(element);
    else list.insertBefore(element, drawn.get(below?.id ?? '') ?? null);
  }

  function drawAll(): void {
    const { name, kind } = model.channel;
    drawn.clear();
    const { messagesIn, welcome, directHead, threadOf, typeSlash, newMessages } = words();
    const parent = model.channelOf(model.channel.parentId ?? '');
    scroller.setAttribute('aria-label', messagesIn(name));
    fill(arrivals, newMessages, icon(icons.down));
    fill(
      head,
      h('h2', {}, kind === 'text' ? welcome(name) : name),
      h('p', {}, kind === 'direct' ? directHead : parent ? threadOf(parent.name) : typeSlash),
    );
    list.replaceChildren();
    for (const message of model.visible()) draw(message);
    drawNotices();
    isStuck = true;
    drawArrivals(false);
    toBottom();
  }

  model.listen((change) => {
    if (change.kind === 'all' || change.kind === 'view') return drawAll();
    if (change.kind === 'notices') {
      const last = model.notices.at(-1);
      if (last && !list.querySelector(`[data-notice="${last.id}"]`)) app.announce(last.text);
      return drawNotices();
    }
    if (change.kind === 'pending') {
      const message = model.messages.get(change.id);
      if (message && model.isVisible(message)) draw(message);
    }
    if (change.kind === 'gone') {
      drawn.get(change.id)?.remove();
      drawn.delete(change.id);
    }
    if (change.kind === 'message') redraw(change.id);
  });

  function redraw(id: string): void {
    const message = model.messages.get(id);
    if (!message || !model.isVisible(message)) return;
    const isNew = !drawn.has(id);
    // Whoever asks wants to see the answer.
    if (isNew && [message.askedBy, message.author.id].includes(model.me.id)) isStuck = true;
    draw(message);
    if (isNew && !isStuck) drawArrivals(true);
    const isDone = message.components.length > 0 && !message.loading;
    if (isNew || isDone) app.announce(spoken(message, app));
  }

  /** Brings a message into view for a moment's look. False when this channel does not show it. */
  function show(id: string): boolean {
    const element = drawn.get(id);
    if (!element) return false;
    isStuck = false;
    element.scrollIntoView({ block: 'center' });
    element.classList.add('flash');
    setTimeout(() => element.classList.remove('flash'), 1600);
    return true;
  }

  drawAll();
  return { element: h('div', { class: 'list' }, scroller, arrivals), show };
}
