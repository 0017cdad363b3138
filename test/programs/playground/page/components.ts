import type { Component, Row } from '../../../emulator/discord/validate/components.ts';
import type { MessageView } from '../wire.ts';
import type { App } from './app.ts';
import { h, icon, icons } from './dom.ts';
import { filled } from './entity-menu.ts';
import { drawSelect } from './listbox.ts';
import { words } from './words.ts';

const styles = ['', 'primary', 'secondary', 'success', 'danger', 'link'] as const;

/** Rows of buttons and menus below a message. */
export function drawRows(message: MessageView, app: App): HTMLElement[] {
  return message.components.map((row: Row) =>
    h('div', { class: 'row' }, ...row.components.map((component) => draw(component, message, app))),
  );
}

function draw(component: Component, message: MessageView, app: App): HTMLElement {
  const customId = component.custom_id ?? '';
  const busy = [...app.model.pending.values()].some(
    (wait) => wait.messageId === message.id && wait.customId === customId,
  );
  if (component.type === 2) return drawButton(component, busy, () => app.press(message, customId));
  const menu = component.type === 3 ? component : filled(component, app.model);
  const label = menu.placeholder ?? words().menu;
  return drawSelect({ menu, label, busy, onChosen: (values) => app.choose(message, customId, values) }).element;
}

function drawButton(button: Extract<Component, { type: 2 }>, busy: boolean, onPress: () => void): HTMLElement {
  const { label, emoji, style, url, disabled, custom_id: customId } = button;
  const name = emoji?.name ?? '';
  const inside = [
    name === '' ? null : h('span', { class: 'emoji', 'aria-hidden': 'true' }, name),
    label ? h('span', {}, label) : null,
  ];
  const signs: Readonly<Record<string, string>> = words().signs;
  const spoken = label ? null : (signs[name] ?? name);
  if (url) {
    const attributes = {
      class: 'button link',
      href: url,
      target: '_blank',
      rel: 'noopener noreferrer',
      'aria-label': spoken,
    };
    return h('a', attributes, ...inside, icon(icons.open));
  }
  return h(
    'button',
    {
      type: 'button',
      class: `button ${styles[style] ?? ''}`,
      'data-custom-id': customId,
      'aria-label': spoken,
      title: spoken,
      disabled: disabled === true,
      'aria-busy': busy ? 'true' : null,
      click: () => !busy && onPress(),
    },
    ...(busy
      ? [h('span', { class: 'dots', 'aria-hidden': 'true' }), h('span', { class: 'under' }, ...inside)]
      : inside),
  );
}
