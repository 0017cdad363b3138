import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { withoutChoices } from '../../domain/prompt/permutations.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { plain } from './escape.ts';

/** Most characters of one text input: https://docs.discord.com/developers/components/reference#text-input */
const INPUT_MAX = 4000;
/** A modal has five inputs at most; one stays free for the zoom factor. Longer prompts are cut. */
const PARTS_MAX = 4;
/** How many characters before the end of an input a white space is looked for to split at. */
const SPLIT_REACH = 500;

const ZOOM_INPUT = 'zoom';
/** Discord trims inputs, so the input's id keeps the character at which the prompt was split. */
const separators: Readonly<Record<string, string>> = { space: ' ', line: '\n', glue: '' };

export type PromptModal = {
  /** 1 to 100 characters, see custom-ids.ts. */
  readonly customId: string;
  readonly title: string;
  readonly label: string;
  /** The finished prompt to start from. The member sees it as they would write it. */
  readonly value: string;
  /** Whether `value` is what the member wrote, and not a finished prompt. Absent means no. */
  readonly isWritten?: boolean;
  readonly words: Catalogue;
  /** Asks for a zoom factor as well, starting from this one. */
  readonly zoom?: string;
};

/** The fields of a submitted modal, as in discord.js's `ModalSubmitFields`. */
export type Fields = { readonly fields: ReadonlyMap<string, object> };

/** A modal for one prompt, split over several inputs when it is longer than one holds. */
export function promptModal({
  customId,
  title,
  label,
  value,
  isWritten = false,
  words,
  zoom,
}: PromptModal): APIModalInteractionResponseCallbackData {
  const parts = split((isWritten ? value : withoutChoices(value)).toWellFormed().replaceAll('\0', ''));
  const inputs = parts.map((part, index) =>
    input(
      `prompt::${index}::${part.separator}`,
      parts.length === 1 ? label : words.modals.promptPart(index + 1, parts.length),
      { style: TextInputStyle.Paragraph, required: index === 0, max_length: INPUT_MAX },
      words.modals.promptPlaceholder,
      part.text,
    ),
  );
  const factor = { style: TextInputStyle.Short, required: true, max_length: 5 };
  const asked =
    zoom === undefined ? [] : [input(ZOOM_INPUT, words.modals.zoom, factor, words.modals.zoomPlaceholder, zoom)];
  return { custom_id: customId, title: plain(title, 45) || words.modals.prompt, components: [...asked, ...inputs] };
}

/** The prompt as the member left it, its parts joined again. */
export function readPrompt({ fields }: Fields): string {
  const parts = [...fields.keys()]
    .map((id) => /^prompt::(\d)::(space|line|glue)$/.exec(id))
    .filter((match) => match !== null)
    .map(([id, index = '', separator = '']) => ({
      index,
      separator: separators[separator] ?? ' ',
      text: read(fields, id) ?? '',
    }))
    .toSorted((one, other) => Number(one.index) - Number(other.index))
    .filter(({ text }) => text.trim() !== '');
  return parts
    .map(({ separator, text }, index) => (index === 0 ? text : `${separator}${text}`))
    .join('')
    .trim();
}

/** The zoom factor as the member wrote it; null when none was asked for. */
export function readZoom({ fields }: Fields): string | null {
  return read(fields, ZOOM_INPUT) ?? null;
}

/** The zoom factor that a member wrote; null when it is not a number from 1 to 2. */
export function zoomIn(text: string): number | null {
  const factor = /^\s*\d+([.,]\d+)?\s*(x\s*)?$/i.test(text) ? Number.parseFloat(text.replace(',', '.')) : Number.NaN;
  return factor >= 1 && factor <= 2 ? factor : null;
}

/** The prompt with `--zoom` at its end, in place of any it had. */
export function withZoom(prompt: string, factor: number): string {
  return `${prompt.replace(/(^|\s)--zoom(\s+[\d.]+x?)?(?=\s|$)/gi, '').trim()} --zoom ${factor}`.trim();
}

function read(fields: Fields['fields'], id: string): string | undefined {
  const field = fields.get(id);
  return field && 'value' in field && typeof field.value === 'string' ? field.value : undefined;
}

function input(
  customId: string,
  label: string,
  shape: { style: TextInputStyle; required: boolean; max_length: number },
  placeholder: string,
  value: string,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: plain(label, 45) || '…',
    component: {
      type: ComponentType.TextInput,
      custom_id: customId,
      ...shape,
      placeholder: plain(placeholder, 100),
      ...(value === '' ? {} : { value: value.slice(0, shape.max_length).toWellFormed() }),
    },
  };
}

type Part = { readonly text: string; readonly separator: 'space' | 'line' | 'glue' };

function split(prompt: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = prompt;
  let separator: Part['separator'] = 'glue';
  while (rest.length > INPUT_MAX && parts.length < PARTS_MAX - 1) {
    const window = rest.slice(INPUT_MAX - SPLIT_REACH, INPUT_MAX + 1);
    const found = [...window.matchAll(/(?<=\S)[ \n](?=\S)/g)].at(-1);
    const at = found ? INPUT_MAX - SPLIT_REACH + found.index : boundary(rest);
    parts.push({ text: rest.slice(0, at), separator });
    separator = found ? (found[0] === '\n' ? 'line' : 'space') : 'glue';
    rest = rest.slice(found ? at + 1 : at);
  }
  return [...parts, { text: rest, separator }];
}

/** Where to split a text without white space: never between the halves of a surrogate pair. */
function boundary(text: string): number {
  return /[\ud800-\udbff]/.test(text.charAt(INPUT_MAX - 1)) ? INPUT_MAX - 1 : INPUT_MAX;
}
