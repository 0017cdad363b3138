import type { Command } from '../../../emulator/discord/routes/commands.ts';
import type { MessageView } from '../wire.ts';
import type { App } from './app.ts';
import { h, icon, icons } from './dom.ts';
import { words } from './words.ts';

/** A name in the member's language, where the bot has one. */
export function localName(
  { name, name_localizations: names }: Pick<Command, 'name' | 'name_localizations'>,
  locale: string,
): string {
  return names?.[locale] ?? name;
}

/** The corner of a message where Discord's client hides Apps. */
export function drawAppsButton(message: MessageView, app: App): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      title: words().apps,
      'aria-label': words().apps,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      click: () => open(button, message, app),
    },
    icon(icons.apps),
  );
  return h('div', { slot: 'components', class: 'tools' }, button);
}

function open(button: HTMLButtonElement, message: MessageView, app: App): void {
  const { model } = app;
  const commands = model.commands.filter(({ type }) => type === 3);
  const close = () => {
    button.setAttribute('aria-expanded', 'false');
    // Leaving the menu closes it too.
    button.focus();
    menu.remove();
  };
  const items = commands.map((command) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: 'menu-item',
        tabindex: -1,
        click: () => {
          close();
          app.useOnMessage(message, command.name);
        },
      },
      localName(command, model.me.locale),
    ),
  );
  const menu = h(
    'div',
    {
      class: 'menu',
      role: 'menu',
      'aria-label': words().apps,
      tabindex: -1,
      keydown: (event) => event instanceof KeyboardEvent && steer(event),
      focusout: (event) => {
        const to = event instanceof FocusEvent ? event.relatedTarget : null;
        if (menu.isConnected && !(to instanceof Node && menu.contains(to))) {
          button.setAttribute('aria-expanded', 'false');
          menu.remove();
        }
      },
    },
    h('div', { class: 'menu-title', role: 'presentation' }, 'Darkroom'),
    ...(items.length > 0 ? items : [h('div', { class: 'menu-item', role: 'menuitem', tabindex: -1 }, words().noApps)]),
  );

  function steer(event: KeyboardEvent): void {
    const at = items.findIndex((item) => item.matches(':focus'));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (step !== undefined) items[(at + step + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  button.setAttribute('aria-expanded', 'true');
  document.body.append(menu);
  const { right, bottom, top } = button.getBoundingClientRect();
  menu.style.right = `${Math.max(8, innerWidth - right)}px`;
  const below = bottom + 4 + menu.offsetHeight < innerHeight;
  menu.style.top = `${below ? bottom + 4 : Math.max(8, top - 4 - menu.offsetHeight)}px`;
  (items[0] ?? menu).focus();
}
