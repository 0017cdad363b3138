import type { FileValue } from './options.ts';
import type { Attachment, Modal } from './types.ts';
import { fieldsOf, type ModalField } from './validate/modal.ts';
import { wireAttachment } from './wire.ts';

/** What a member fills in per custom_id: text, chosen values, or files. */
export type ModalValues = Readonly<Record<string, string | readonly string[] | readonly FileValue[]>>;

/** What a select has chosen before the member touches it. */
function presetOf(field: ModalField): readonly string[] {
  if ('options' in field) return field.options.filter((option) => option.default).map(({ value }) => value);
  return 'default_values' in field ? (field.default_values ?? []).map(({ id }) => id) : [];
}

/** The data of a MODAL_SUBMIT; throws where the client would not let the member submit. */
export function submission(
  { customId, components }: Modal,
  values: ModalValues,
  upload: (file: FileValue) => Attachment,
) {
  const known = fieldsOf(components).map(({ custom_id }) => custom_id);
  for (const name of Object.keys(values)) if (!known.includes(name)) throw new Error(`the modal has no field ${name}`);
  const attachments: Record<string, unknown> = {};

  const fill = (field: ModalField, id: number) => {
    const { custom_id, type, required = true } = field;
    const given = values[custom_id];
    const missing = new Error(`the field ${custom_id} is required`);
    if (type === 4) {
      const value = given ?? field.value ?? '';
      if (typeof value !== 'string') throw new Error(`the field ${custom_id} takes text`);
      if (required && value === '') throw missing;
      if (value.length > (field.max_length ?? 4000))
        throw new Error(`the field ${custom_id} takes ${field.max_length} characters`);
      if (value !== '' && value.length < (field.min_length ?? 0))
        throw new Error(`the field ${custom_id} wants ${field.min_length} characters`);
      return { type, id, custom_id, value };
    }
    // What is chosen beforehand is sent unless the member chooses something else.
    const preset = presetOf(field);
    const picked = (typeof given === 'string' ? [given] : (given ?? preset)).map((one) => {
      if (typeof one === 'string') {
        if (type >= 5 && type <= 8 && /^\d{17,20}$/.test(one)) return one;
        if (type !== 3 || !field.options.some(({ value }) => value === one))
          throw new Error(`${one} cannot be picked in ${custom_id}`);
        return one;
      }
      if (type !== 19) throw new Error(`the field ${custom_id} takes no files`);
      const attachment = upload(one);
      attachments[attachment.id] = wireAttachment(attachment);
      return attachment.id;
    });
    if (required && picked.length < (field.min_values ?? 1)) throw missing;
    if (picked.length > (field.max_values ?? 1)) throw new Error(`the field ${custom_id} takes fewer values`);
    return { type, id, custom_id, values: picked };
  };

  let id = 0;
  const rows = components.map((layout) => {
    id += 2;
    if (layout.type === 1)
      return { type: 1, id: id - 1, components: layout.components.map((field) => fill(field, id)) };
    if (layout.type === 18) return { type: 18, id: id - 1, component: fill(layout.component, id) };
    return { type: 10, id };
  });
  return {
    custom_id: customId,
    components: rows,
    ...(Object.keys(attachments).length > 0 && { resolved: { attachments } }),
  };
}
