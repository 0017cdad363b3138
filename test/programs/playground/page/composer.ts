import type { Command } from '../../../emulator/discord/routes/commands.ts';
import type { App } from './app.ts';
import { localName } from './apps-menu.ts';
import { type CommandLine, createCommandLine, optionsOf } from './command-line.ts';
import { fill, h, icon, icons } from './dom.ts';
import type { Gestures } from './gestures.ts';
import { createSuggestions, type Suggestion } from './suggestions.ts';
import { words } from './words.ts';

/** Where members write: plain messages, and slash commands with their options and suggestions. */
export function createComposer({ model }: App, gestures: Gestures) {
  const suggestions = createSuggestions('suggestions');
  let command: CommandLine | null = null;
  const trouble = h('div', { class: 'composer-trouble', role: 'alert' });
  const input = h('input', {
    class: 'composer-input',
    type: 'text',
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
    autocomplete: 'off',
    spellcheck: 'false',
    input: () => suggest(),
    keydown: (event) => event instanceof KeyboardEvent && steer(event),
    blur: () => suggestions.close(),
  });
  const slash = h(
    'button',
    {
      type: 'button',
      class: 'composer-plus',
      mousedown: (event) => event.preventDefault(),
      click: () => {
        cancel();
        input.value = '/';
        input.focus();
        suggest();
      },
    },
    icon(icons.plus),
  );
  const go = h('button', {
    type: 'button',
    class: 'composer-send button primary',
    hidden: true,
    click: () => void command?.send(),
  });
  const place = h('div', { class: 'composer-place' }, input);
  const element = h(
    'div',
    { class: 'composer' },
    suggestions.element,
    trouble,
    h('div', { class: 'composer-box' }, slash, place, go),
  );
  const tell = (text: string) => fill(trouble, text);

  /** Subcommands count as commands of their own, as in Discord's list. */
  function linesOf(one: Command): readonly { readonly path: readonly string[]; readonly hint: string }[] {
    const locale = model.me.locale;
    const walk = (path: readonly string[], hint: string): { path: readonly string[]; hint: string }[] => {
      const below = optionsOf(one, path).filter(({ type }) => type <= 2);
      if (below.length === 0) return [{ path, hint }];
      return below.flatMap((option) =>
        walk([...path, option.name], option.description_localizations?.[locale] ?? option.description),
      );
    };
    return walk([], one.description_localizations?.[locale] ?? one.description);
  }

  function fitting(typed: string): Suggestion[] {
    const found = model.commands
      .filter(({ type }) => type === 1)
      .flatMap((one) => linesOf(one).map((line) => ({ one, ...line })))
      .map(({ one, path, hint }) => ({
        name: `/${[localName(one, model.me.locale), ...path].join(' ')}`,
        real: `/${[one.name, ...path].join(' ')}`,
        hint,
        pick: () => begin(one, path),
      }))
      .filter(({ name, real }) => name.includes(typed) || real.includes(typed));
    const rank = ({ name, real }: (typeof found)[number]) => (name.startsWith(typed) || real.startsWith(typed) ? 0 : 1);
    return found.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  }

  function suggest(): void {
    tell('');
    const typed = input.value;
    if (/^\/[^\n]*$/.test(typed)) suggestions.open('Darkroom', fitting(typed.trimEnd().toLowerCase()));
    else suggestions.close();
    tellActive();
  }

  function tellActive(): void {
    input.setAttribute('aria-expanded', String(suggestions.isOpen()));
    const active = suggestions.active();
    if (active) input.setAttribute('aria-activedescendant', active);
    else input.removeAttribute('aria-activedescendant');
  }

  function begin(one: Command, path: readonly string[]): void {
    input.value = '';
    suggestions.close();
    command = createCommandLine({
      command: one,
      path,
      model,
      gestures,
      suggestions,
      onTrouble: tell,
      onDone: cancel,
    });
    go.hidden = false;
    place.replaceChildren(command.element);
    command.begin();
  }

  function cancel(): void {
    if (!command) return;
    command = null;
    go.hidden = true;
    suggestions.close();
    tell('');
    place.replaceChildren(input);
    tellActive();
    input.focus();
  }

  function steer(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const open = suggestions.isOpen();
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      suggestions.move(event.key === 'ArrowDown' ? 1 : -1);
      tellActive();
    } else if (open && (event.key === 'Tab' || event.key === 'Enter')) suggestions.pick();
    else if (event.key === 'Escape' && (open || input.value !== '')) {
      if (!open) input.value = '';
      suggestions.close();
      tellActive();
    } else if (event.key === 'Enter') {
      const text = input.value.trim();
      input.value = '';
      suggest();
      if (text !== '') void gestures.say(text);
    } else return;
    event.preventDefault();
  }

  function address(): void {
    const { name, kind } = model.channel;
    const where = kind === 'text' ? `#${name}` : name;
    const { writeTo, writeToSpoken, showCommands, send } = words();
    input.placeholder = writeTo(where);
    input.setAttribute('aria-label', writeToSpoken(where));
    slash.setAttribute('aria-label', showCommands);
    slash.title = showCommands;
    fill(go, send);
  }
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target === go) cancel();
  });
  model.listen(({ kind }) => {
    if (kind !== 'view' && kind !== 'all') return;
    if (kind === 'view') cancel();
    address();
  });
  address();

  return {
    element,
    /** Puts the cursor where somebody writes on. */
    focus: () => (command ?? input).focus(),
    /** Files dropped anywhere: into the command being written, or a new one that takes a picture. */
    takeFiles(files: FileList): void {
      if (command?.addFiles(files)) return;
      const taking = model.commands.find((one) => one.name === 'describe' && one.type === 1);
      if (taking) begin(taking, []);
      if (!command?.addFiles(files)) tell(words().takesNoFile);
    },
  };
}
