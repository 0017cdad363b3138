import type { ModalField, ModalLayout } from '../../../emulator/discord/validate/modal.ts';

export type { ModalField, ModalLayout };

/** What can be filled in, in order. The emulator has the same, but brings its schemas along, which a page has no use for. */
export function fieldsOf(layouts: readonly ModalLayout[]): ModalField[] {
  return layouts.flatMap((layout): ModalField[] => {
    if (layout.type === 1) return layout.components;
    return layout.type === 18 ? [layout.component] : [];
  });
}
