import type { FileInput } from '../wire.ts';
import type { OpenForm } from './app.ts';
import { type Child, fill, h } from './dom.ts';
import { filled } from './entity-menu.ts';
import { fieldsOf, type ModalField, type ModalLayout } from './fields.ts';
import { drawFileField } from './file-field.ts';
import { drawSelect } from './listbox.ts';
import { markdown, type Names } from './markdown.ts';
import type { Model } from './model.ts';
import { packFile } from './server.ts';
import { words } from './words.ts';

export type Values = Readonly<Record<string, string | readonly (string | FileInput)[]>>;
type Parts = {
  readonly form: OpenForm;
  readonly names: Names;
  readonly model: Model;
  readonly onSubmit: (values: Values) => Promise<boolean>;
};

/** One thing to fill in, and how to read and judge it. `trouble` is a sentence, or null. */
type Field = {
  readonly customId: string;
  readonly element: HTMLElement;
  readonly read: () => Promise<string | readonly (string | FileInput)[]>;
  readonly trouble: () => string | null;
};

let count = 0;

/** A modal of the bot's, open until it is sent or given up. */
export function openForm({ form, names, model, onSubmit }: Parts): void {
  const { title, components } = form.modal;
  count += 1;
  const own = `form-${count}`;
  const fields = fieldsOf(components).map((field, at) =>
    drawField(field, `${own}-${at}`, labelOf(components, field), model),
  );
  const trouble = h('p', { class: 'form-trouble', role: 'alert' });
  const send = h('button', { type: 'submit', class: 'button primary' }, words().submit);
  const body = components.map((layout) => drawLayout(layout, fields, own, names));
  const element = h(
    'form',
    { method: 'dialog', novalidate: true, submit: (event) => void submit(event) },
    h(
      'div',
      { class: 'form-head' },
      h('h2', { id: `${own}-title` }, title),
      h('p', { class: 'form-note' }, words().formNote),
    ),
    h('div', { class: 'form-body' }, ...body, trouble),
    h(
      'div',
      { class: 'form-foot' },
      h('button', { type: 'button', class: 'button plain', click: () => dialog.close() }, words().cancel),
      send,
    ),
  );
  const dialog = h('dialog', { class: 'form', 'aria-labelledby': `${own}-title` }, element);
  dialog.addEventListener('close', () => dialog.remove());

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const wrong = fields.flatMap((field) => field.trouble() ?? []);
    fill(trouble, wrong[0]);
    if (wrong.length > 0) return;
    send.disabled = true;
    const values = await Promise.all(fields.map(async ({ customId, read }) => [customId, await read()] as const));
    if (await onSubmit(Object.fromEntries(values))) dialog.close();
    else {
      send.disabled = false;
      fill(trouble, words().wentWrong);
    }
  }

  document.body.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector('textarea, input, .select-button');
  if (first instanceof HTMLElement) first.focus();
}

function labelOf(layouts: readonly ModalLayout[], { custom_id: id }: ModalField): string {
  for (const layout of layouts) {
    if (layout.type === 18 && layout.component.custom_id === id) return layout.label;
    if (layout.type === 1) for (const text of layout.components) if (text.custom_id === id) return text.label ?? id;
  }
  return id;
}

function drawLayout(layout: ModalLayout, fields: readonly Field[], own: string, names: Names): HTMLElement {
  if (layout.type === 10) return h('div', { class: 'form-prose' }, ...markdown(layout.content, names));
  const [inside] = fieldsOf([layout]);
  const at = fields.findIndex(({ customId }) => customId === inside?.custom_id);
  const field = fields[at];
  const hint = layout.type === 18 ? layout.description : undefined;
  const label = inside ? labelOf([layout], inside) : '';
  const star: Child = inside?.required === false ? null : h('span', { class: 'star', 'aria-hidden': 'true' }, ' *');
  return h(
    'div',
    { class: 'form-field' },
    h('label', { for: `${own}-${at}` }, label, star),
    hint ? h('div', { class: 'form-hint', id: `${own}-${at}-hint` }, hint) : null,
    field?.element,
  );
}

function drawField(field: ModalField, id: string, label: string, model: Model): Field {
  const { custom_id: customId, required = true } = field;
  const missing = words().required(label);
  if (field.type !== 4 && field.type !== 19) {
    const menu = field.type === 3 ? field : filled(field, model);
    let chosen = menu.options.filter((option) => option.default).map(({ value }) => value);
    const { element } = drawSelect({
      menu,
      label,
      onChosen: (values) => {
        chosen = [...values];
      },
    });
    element.querySelector('button')?.setAttribute('id', id);
    return {
      customId,
      element,
      read: async () => chosen,
      trouble: () => (required && chosen.length === 0 ? missing : null),
    };
  }
  if (field.type === 19) {
    const { element, files } = drawFileField({ id, label, most: field.max_values ?? 1 });
    return {
      customId,
      element,
      read: () => Promise.all(files().map(packFile)),
      trouble: () => (required && files().length === 0 ? missing : null),
    };
  }
  const { value = '', placeholder, min_length: min, max_length: max = 4000, style } = field;
  const attributes = {
    id,
    placeholder,
    maxlength: max,
    required,
    'aria-describedby': `${id}-hint`,
    'data-custom-id': customId,
  };
  const input =
    style === 2
      ? h('textarea', { ...attributes, rows: 5 })
      : h('input', { ...attributes, type: 'text', autocomplete: 'off' });
  input.value = value;
  if (input instanceof HTMLTextAreaElement) {
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) input.form?.requestSubmit();
    });
  }
  return {
    customId,
    element: input,
    read: async () => input.value,
    trouble: () => {
      if (required && input.value === '') return missing;
      if (input.value !== '' && input.value.length < (min ?? 0)) return words().needsLetters(label, min ?? 0);
      return null;
    },
  };
}
