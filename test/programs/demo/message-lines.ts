import type { Message, Modal } from '../../emulator/discord/types.ts';
import { fieldsOf, type ModalField } from '../../emulator/discord/validate/modal.ts';

/** How members and messages are called in the transcript. */
export type Names = { readonly member: (id: string) => string; readonly message: (id: string) => string };

/** What a member sees of a message, line by line. */
export function linesOf({ content, embeds, attachments, components }: Message, names: Names): readonly string[] {
  const text = content === '' ? [] : asRead(content, names);
  const shown = embeds.flatMap(({ author, description = '', image, footer }) => {
    const file = attachments.find(({ url }) => url === image?.url);
    return [
      ...(author ? [author.name] : []),
      ...asRead(description, names),
      ...(file && !file.filename.startsWith('preview-')
        ? [`▣ ${file.filename}, ${kilobytes(file.size)}`]
        : image
          ? ['◌ a first, blurred look']
          : []),
      ...(footer ? [footer.text] : []),
    ].map((line) => `┃ ${line}`);
  });
  const rows = components.map(({ components: row }) =>
    row.map((one) => (one.type === 2 ? `[ ${one.label ?? one.emoji?.name ?? ''} ]` : '[ menu ]')).join(''),
  );
  return [...text, ...shown, ...rows];
}

/** A modal as a box of fields with what is written in them. */
export function linesOfModal({ title, components }: Modal): readonly string[] {
  const fields = components.flatMap((layout) =>
    fieldsOf([layout]).map((field) => {
      const name = layout.type === 18 ? layout.label : '';
      return `│ ${name}: ${writtenIn(field)}`;
    }),
  );
  return [`╭ ${title}`, ...fields, '╰'];
}

export function writtenIn(field: ModalField | undefined): string {
  return field?.type === 4 ? (field.value ?? '') : '';
}

export function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`;
}

const messageLink = String.raw`https:\/\/discord\.com\/channels\/\S+?\/\d+\/(\d+)`;

/** Discord's markdown as a reader sees it, without empty lines. */
function asRead(markdown: string, names: Names): readonly string[] {
  return markdown
    .replace(
      new RegExp(String.raw`\[([^\]]+)\]\(${messageLink}\)`, 'g'),
      (_, text, id) => `${text} (${names.message(id)})`,
    )
    .replace(new RegExp(messageLink, 'g'), (_, id) => names.message(id))
    .replace(/<@!?(\d+)>/g, (_, id) => `@${names.member(id)}`)
    .replace(/<(\/[^:>\s]+):\d+>/g, '$1')
    .replace(/^-# /gm, '')
    .replace(/\*\*(.+?)\*\*/g, '$1')
    .replace(/\\(?=[^\w\s])/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
}
