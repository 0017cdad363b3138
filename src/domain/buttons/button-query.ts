import { type ActionClass, classify } from './action.ts';

/** Describes a button by what it does, for commands such as `/upscale` that press one without naming it. */
export type ButtonQuery = {
  readonly classes: readonly ActionClass[];
  /** Midjourney's name for it, such as `U2`, where the class alone does not tell. */
  readonly label?: string;
};

/** The first button that fits, and its index; null when none does. */
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

/** The button that zooms out by a factor: Midjourney has one for 2 and one for 1.5, and a window for everything else. */
export function zoomQuery(factor: number): ButtonQuery {
  if (factor === 2) return { classes: ['zoom'], label: 'Zoom Out 2x' };
  return factor === 1.5 ? { classes: ['zoom'], label: 'Zoom Out 1.5x' } : { classes: ['zoomCustom'] };
}
