import { type ActionClass, classify } from './action.ts';

/** A button that somebody wants pressed without pointing at it. */
export type ButtonQuery = {
  readonly classes: readonly ActionClass[];
  /** Midjourney's name for it, such as `U2`, where the class alone does not tell. */
  readonly label?: string;
};

/** The first button that is wished for, with its place among the others; null when there is none. */
export function findButton<B extends { readonly customId: string }>(
  buttons: readonly B[],
  { classes, label }: ButtonQuery,
): { readonly button: B; readonly index: number } | null {
  const index = buttons.findIndex(({ customId }) => {
    const action = classify(customId);
    return classes.includes(action.class) && (label === undefined || action.label === label);
  });
  const button = buttons[index];
  return button ? { button, index } : null;
}

/** How far to zoom out, as Midjourney offers it: two steps of its own, anything between by its window. */
export function zoomQuery(factor: number): ButtonQuery {
  if (factor === 2) return { classes: ['zoom'], label: 'Zoom Out 2x' };
  return factor === 1.5 ? { classes: ['zoom'], label: 'Zoom Out 1.5x' } : { classes: ['zoomCustom'] };
}
