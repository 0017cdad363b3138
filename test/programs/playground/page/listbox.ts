import type { Component } from '../../../emulator/discord/validate/components.ts';
import { fill, h, icon, icons } from './dom.ts';
import { words } from './words.ts';

type Menu = Extract<Component, { type: 3 }>;

type Parts = {
  readonly menu: Menu;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly busy?: boolean;
  /** Told when somebody has chosen and closed the list. */
  readonly onChosen: (values: readonly string[]) => void;
};

let count = 0;

/** A select menu as Discord has it: a list below a button, one choice or several. */
export function drawSelect({ menu, label, busy = false, onChosen }: Parts) {
  const { options, min_values: min = 1, max_values: max = 1 } = menu;
  let chosen = new Set(options.filter((option) => option.default).map(({ value }) => value));
  let before = [...chosen];
  let active = 0;
  count += 1;
  const listId = `list-${count}`;
  const optionId = (at: number) => `${listId}-${at}`;

  const prefix = h('span', { id: `${listId}-label`, class: 'hidden-text' });
  const shown = h('span', { id: `${listId}-shown`, class: 'select-shown' });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'select-button',
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      'aria-labelledby': `${listId}-label ${listId}-shown`,
      disabled: menu.disabled || busy,
      'data-custom-id': menu.custom_id,
      click: () => toggle(),
      keydown: (event) => {
        if (event instanceof KeyboardEvent && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
          event.preventDefault();
          show();
        }
      },
    },
    prefix,
    shown,
    icon(icons.down),
  );
  const list = h('ul', {
    id: listId,
    class: 'select-list',
    role: 'listbox',
    tabindex: -1,
    hidden: true,
    'aria-label': label,
    'aria-multiselectable': max > 1 ? 'true' : null,
    keydown: (event) => event instanceof KeyboardEvent && steer(event),
    focusout: (event) => {
      if (event instanceof FocusEvent && event.relatedTarget !== button) close(false);
    },
  });
  list.addEventListener('mousedown', (event) => event.preventDefault());

  const items = options.map((option, at) =>
    h(
      'li',
      { id: optionId(at), role: 'option', class: 'select-option', click: () => pick(at) },
      option.emoji?.name ? h('span', { class: 'emoji', 'aria-hidden': 'true' }, option.emoji.name) : null,
      h(
        'span',
        { class: 'select-text' },
        h('span', {}, option.label),
        option.description ? h('span', { class: 'select-hint' }, option.description) : null,
      ),
      h('span', { class: max > 1 ? 'tick box' : 'tick', 'aria-hidden': 'true' }, icon(icons.check)),
    ),
  );
  fill(list, ...items);

  function draw(): void {
    const names = options.filter(({ value }) => chosen.has(value)).map((option) => option.label);
    fill(
      shown,
      ...(names.length === 0
        ? [h('span', { class: 'select-placeholder' }, menu.placeholder ?? words().makeSelection)]
        : max > 1
          ? names.flatMap((name) => [h('span', { class: 'chip' }, name), ' '])
          : [names[0] ?? '']),
    );
    const isNamed = names.length > 0 || menu.placeholder !== label;
    fill(prefix, isNamed ? `${label}: ` : '');
    items.forEach((item, at) => {
      item.setAttribute('aria-selected', String(chosen.has(options[at]?.value ?? '')));
      item.classList.toggle('active', at === active);
    });
    list.setAttribute('aria-activedescendant', optionId(active));
    items[active]?.scrollIntoView({ block: 'nearest' });
  }

  function show(): void {
    before = [...chosen];
    active = Math.max(
      0,
      options.findIndex(({ value }) => chosen.has(value)),
    );
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    list.classList.toggle('above', button.getBoundingClientRect().bottom > innerHeight - 260);
    draw();
    list.focus();
  }

  function close(refocus: boolean): void {
    if (list.hidden) return;
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
    const now = options.map(({ value }) => value).filter((value) => chosen.has(value));
    if (now.join('\n') === before.join('\n')) return;
    if (now.length >= min && now.length <= max) onChosen(now);
    else chosen = new Set(before);
    draw();
  }

  const toggle = () => (list.hidden ? show() : close(true));

  function pick(at: number): void {
    const value = options[at]?.value;
    if (value === undefined) return;
    active = at;
    if (max === 1) {
      chosen = chosen.has(value) && min === 0 ? new Set() : new Set([value]);
      close(true);
      return;
    }
    if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < max) chosen.add(value);
    draw();
  }

  function steer(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: options.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) active = (to + options.length) % options.length;
    else if (event.key === 'Enter' || event.key === ' ') pick(active);
    else if (event.key === 'Escape') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (!list.hidden) draw();
  }

  draw();
  return { element: h('div', { class: 'select' }, button, list), values: () => [...chosen] };
}
