import { fill, h, icon, icons } from './dom.ts';
import { words } from './words.ts';

type Parts = {
  readonly id: string;
  readonly label: string;
  readonly most: number;
  readonly onChange?: () => void;
};

/** A place for files: drop them, paste them, or press it to look for them. */
export function drawFileField({ id, label, most, onChange = () => undefined }: Parts) {
  let files: File[] = [];
  const input = h('input', {
    type: 'file',
    id,
    class: 'file-input',
    'aria-label': label,
    multiple: most > 1,
    change: () => add(input.files),
  });
  const shown = h('span', { class: 'file-shown' });
  const field = h('label', { class: 'file-field', for: id }, input, shown);

  function add(given: FileList | null | undefined): boolean {
    const fresh = [...(given ?? [])];
    if (fresh.length === 0) return false;
    files = [...(most > 1 ? files : []), ...fresh].slice(0, most);
    draw();
    onChange();
    return true;
  }

  function draw(): void {
    field.classList.toggle('filled', files.length > 0);
    fill(
      shown,
      ...(files.length === 0
        ? [icon(icons.upload), words().dropFile]
        : files.map((file) =>
            h(
              'span',
              { class: 'chip' },
              file.type.startsWith('image/') ? h('img', { src: URL.createObjectURL(file), alt: '' }) : null,
              file.name,
            ),
          )),
    );
  }

  field.addEventListener('dragover', (event) => {
    event.preventDefault();
    field.classList.add('over');
  });
  field.addEventListener('dragleave', () => field.classList.remove('over'));
  field.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation();
    field.classList.remove('over');
    add(event.dataTransfer?.files);
  });
  draw();
  return { element: field, input, add, files: () => files };
}
