import type { PlainOption } from '../../../emulator/discord/validate/commands.ts';
import type { OptionInput } from '../wire.ts';
import { h } from './dom.ts';
import { drawFileField } from './file-field.ts';
import { packFile } from './server.ts';
import { words } from './words.ts';

/** One option of a command as the composer holds it. */
export type OptionField = {
  readonly option: PlainOption;
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly isEmpty: () => boolean;
  /** As typed. */
  readonly text: () => string;
  /** Takes a suggestion: what is shown, and what is meant. */
  readonly take: (name: string, value: OptionInput) => void;
  readonly addFiles: (files: FileList) => boolean;
  /** Throws a sentence where what was typed does not fit. */
  readonly read: () => Promise<OptionInput | null>;
};

const ATTACHMENT = 11;
const BOOLEAN = 5;

type Parts = {
  readonly option: PlainOption;
  readonly name: string;
  readonly onInput: () => void;
  readonly onRemove: (() => void) | null;
};

let count = 0;

/** Draws an option: its name, and a field that grows with what is typed. */
export function drawOption({ option, name, onInput, onRemove }: Parts): OptionField {
  const { type } = option;
  count += 1;
  const id = `option-${count}`;
  /** What a suggestion meant; forgotten when somebody types on. */
  let meant: { readonly name: string; readonly value: OptionInput } | null = null;
  const files = type === ATTACHMENT ? drawFileField({ id, label: name, most: 1, onChange: onInput }) : null;
  const input =
    files?.input ??
    h('input', {
      id,
      class: 'option-input',
      type: 'text',
      size: 1,
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-label': name,
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': 'suggestions',
      'data-option': option.name,
      maxlength: option.max_length,
    });
  const mirror = h('span', { class: 'option-mirror', 'aria-hidden': 'true' });
  const refresh = () => {
    mirror.textContent = `${input.value} `;
  };
  if (!files) {
    input.addEventListener('input', () => {
      meant = null;
      refresh();
      onInput();
    });
  }
  const element = h(
    'span',
    { class: files ? 'option option-file' : 'option' },
    h('label', { class: 'option-name', for: id }, name),
    files ? files.element : h('span', { class: 'option-grow' }, mirror, input),
    onRemove &&
      h(
        'button',
        { type: 'button', class: 'option-remove', 'aria-label': words().remove(name), tabindex: -1, click: onRemove },
        '×',
      ),
  );

  return {
    option,
    element,
    input,
    isEmpty: () => (files ? files.files().length === 0 : input.value === ''),
    text: () => (files ? '' : input.value),
    take(shown, value) {
      input.value = shown;
      meant = { name: shown, value };
      refresh();
    },
    addFiles: (given) => files?.add(given) ?? false,
    async read() {
      const [file] = files?.files() ?? [];
      if (file) return { file: await packFile(file) };
      const text = input.value.trim();
      if (text === '') return null;
      if (meant && meant.name === input.value) return meant.value;
      const choice = option.choices?.find((one) => one.name === text || String(one.value) === text);
      if (choice) return choice.value;
      if (option.choices && option.choices.length > 0) throw new Error(words().chooseOne(name));
      if (type === BOOLEAN) return readBoolean(text, name);
      if (type === 4 || type === 10) return readNumber(text, option, name);
      return input.value;
    },
  };
}

function readBoolean(text: string, name: string): boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw new Error(words().trueOrFalse(name));
}

function readNumber(text: string, { type, min_value: min, max_value: max }: PlainOption, name: string): number {
  const value = Number(text);
  const fits = Number.isFinite(value) && (type === 10 || Number.isInteger(value));
  if (fits && value >= (min ?? value) && value <= (max ?? value)) return value;
  const range = min !== undefined && max !== undefined ? ([min, max] as const) : null;
  throw new Error(words().takesNumber(name, type === 4, range));
}
