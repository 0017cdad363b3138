import type { Command } from '../../../emulator/discord/routes/commands.ts';
import type { CommandOption, PlainOption } from '../../../emulator/discord/validate/commands.ts';
import type { OptionInput } from '../wire.ts';
import { localName } from './apps-menu.ts';
import { h } from './dom.ts';
import type { Gestures } from './gestures.ts';
import type { Model } from './model.ts';
import { drawOption, type OptionField } from './option-field.ts';
import type { createSuggestions, Suggestion } from './suggestions.ts';
import { words } from './words.ts';

type Parts = {
  readonly command: Command;
  /** Names of subcommands. */
  readonly path: readonly string[];
  readonly model: Model;
  readonly gestures: Gestures;
  readonly suggestions: ReturnType<typeof createSuggestions>;
  readonly onTrouble: (text: string) => void;
  /** It was sent, or given up. */
  readonly onDone: () => void;
};

export type CommandLine = ReturnType<typeof createCommandLine>;

/** The options below a command and its subcommands. */
export function optionsOf({ options = [] }: Command, path: readonly string[]): readonly CommandOption[] {
  let level: readonly CommandOption[] = options;
  for (const name of path) {
    const found = level.find((option) => option.name === name);
    level = found && 'options' in found ? (found.options ?? []) : [];
  }
  return level;
}

/** A slash command while it is being written: its name, the options chosen so far, and the suggestions for each. */
export function createCommandLine({ command, path, model, gestures, suggestions, onTrouble, onDone }: Parts) {
  const all = optionsOf(command, path).filter((option): option is PlainOption => option.type > 2);
  const locale = model.me.locale;
  const named = (option: PlainOption) => localName(option, locale);
  const told = (option: PlainOption) => option.description_localizations?.[locale] ?? option.description;
  const line = [command.name, ...path].join(' ');
  let fields: OptionField[] = [];
  let asked = 0;
  const holder = h('span', { class: 'options' });
  /** Where a command without options has its cursor. */
  const tail = h('input', {
    class: 'option-input command-tail',
    type: 'text',
    readonly: true,
    role: 'combobox',
    'aria-label': words().moreOptions,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
    keydown: (event) => event instanceof KeyboardEvent && steer(event, null),
  });
  const element = h(
    'div',
    { class: 'command-line', role: 'group', 'aria-label': words().commandSpoken(line) },
    h('span', { class: 'command-name' }, `/${[localName(command, locale), ...path].join(' ')}`),
    holder,
    tail,
  );
  const cursor = (): HTMLInputElement => fields.at(-1)?.input ?? tail;

  function add(option: PlainOption, focus = true): OptionField {
    const field = drawOption({
      option,
      name: named(option),
      onInput: () => void suggest(field),
      onRemove: option.required ? null : () => remove(field),
    });
    field.input.addEventListener('focus', () => void suggest(field));
    field.input.addEventListener('keydown', (event) => steer(event, field));
    fields = [...fields, field];
    holder.append(field.element);
    tail.hidden = true;
    if (focus) field.input.focus();
    return field;
  }

  function remove(field: OptionField): void {
    const at = fields.indexOf(field);
    fields = fields.filter((one) => one !== field);
    field.element.remove();
    tail.hidden = fields.length > 0;
    (fields[Math.max(0, at - 1)]?.input ?? tail).focus();
    if (fields.length === 0) suggestFurther();
  }

  const further = () => all.filter((option) => !fields.some((field) => field.option === option));

  /** After a choice: on to what is still empty. */
  function advance(): void {
    const empty = fields.find((field) => field.isEmpty() && field.option.required);
    (empty ?? fields.at(-1))?.input.focus();
    suggestFurther();
  }

  function suggestFurther(): void {
    const rest = further().map((option) => ({ name: named(option), hint: told(option), pick: () => void add(option) }));
    suggestions.open(words().moreOptions, rest, { first: false });
    tellActive();
  }

  const taken = (field: OptionField, name: string, value: OptionInput): Suggestion => ({
    name,
    pick: () => {
      field.take(name, value);
      advance();
    },
  });

  async function suggest(field: OptionField): Promise<void> {
    asked += 1;
    const own = asked;
    const { option } = field;
    const text = field.text().toLowerCase();
    const heading = `${named(option)} · ${told(option)}`;
    if (option.choices && option.choices.length > 0) {
      const fitting = option.choices.map((choice) => [localName(choice, locale), choice.value] as const);
      const shown = fitting.filter(([name]) => name.toLowerCase().includes(text));
      suggestions.open(
        heading,
        (shown.length > 0 ? shown : fitting).map(([name, value]) => taken(field, name, value)),
        { first: !isExact(field) },
      );
    } else if (option.type === 5) {
      const both = [taken(field, words().yes, true), taken(field, words().no, false)];
      suggestions.open(heading, both, { first: !isExact(field) });
    } else if (option.type === 6 || option.type === 9) {
      suggestions.open(
        heading,
        model.world.members.map(({ name, id }) => taken(field, name, { id })),
      );
    } else if (option.type === 7) {
      suggestions.open(
        heading,
        model.channels().map(({ name, id }) => taken(field, name, { id })),
      );
    } else if (option.autocomplete) {
      const values = await readSome();
      const made = await gestures.complete(line, { ...values, [option.name]: field.text() }, option.name);
      if (own !== asked || !made) return;
      suggestions.open(
        heading,
        (made.choices ?? []).map(({ name, value }) => taken(field, name, value)),
        { first: false },
      );
    } else suggestFurther();
    tellActive();
  }

  /** What is readable so far, for an autocompletion. */
  async function readSome(): Promise<Record<string, OptionInput>> {
    const values: Record<string, OptionInput> = {};
    for (const field of fields) {
      const value = field.option.type === 11 ? null : await field.read().catch(() => null);
      if (value !== null) values[field.option.name] = value;
    }
    return values;
  }

  function tellActive(): void {
    for (const input of [tail, ...fields.map((field) => field.input)]) {
      const mine = input === document.activeElement;
      input.setAttribute('aria-expanded', String(mine && suggestions.isOpen()));
      if (mine && suggestions.active()) input.setAttribute('aria-activedescendant', suggestions.active() ?? '');
      else input.removeAttribute('aria-activedescendant');
    }
  }

  /** Whether what was typed is a choice already, so that Enter sends the command. */
  function isExact({ option, text }: OptionField): boolean {
    return option.choices?.some(({ name }) => name === text()) || /^(true|false)$/i.test(text());
  }

  /** `field` is null at the end of a command without options. */
  function steer(event: KeyboardEvent, field: OptionField | null): void {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      suggestions.move(event.key === 'ArrowDown' ? 1 : -1);
      tellActive();
    } else if (event.key === 'Tab' && !event.shiftKey && suggestions.isOpen()) suggestions.pick();
    else if (event.key === 'Enter') {
      if (suggestions.active()) suggestions.pick();
      else void send();
    } else if (event.key === 'Escape') {
      if (suggestions.isOpen()) {
        suggestions.close();
        tellActive();
      } else onDone();
    } else if (event.key === 'Backspace' && (!field || field.isEmpty())) {
      if (field?.option.required && fields.length > 1) return;
      if (!field || field.option.required) onDone();
      else remove(field);
    } else return;
    event.preventDefault();
  }

  async function send(): Promise<void> {
    const values: Record<string, OptionInput> = {};
    try {
      for (const field of fields) {
        const value = await field.read();
        if (value !== null) values[field.option.name] = value;
        else if (field.option.required) {
          field.input.focus();
          throw new Error(words().required(named(field.option)));
        }
      }
    } catch (error) {
      return onTrouble(error instanceof Error ? error.message : String(error));
    }
    onDone();
    await gestures.slash(line, values);
  }

  /** Takes dropped files to the first option that wants one. */
  function addFiles(files: FileList): boolean {
    const free = fields.find((field) => field.option.type === 11 && field.isEmpty());
    const option = further().find(({ type }) => type === 11);
    return (free ?? (option && add(option)))?.addFiles(files) ?? false;
  }

  return {
    element,
    send,
    addFiles,
    /** Puts the cursor where there is something to write; a command without options only waits for Enter. */
    begin(): void {
      for (const option of all) if (option.required) add(option, false);
      (fields[0]?.input ?? tail).focus();
      if (fields.length === 0) suggestFurther();
    },
    focus: () => cursor().focus(),
  };
}
