import { classify } from '../../domain/buttons/action.ts';
import type { Pictures } from '../../domain/job/outcome.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { ShownMedia } from './gallery.ts';

/** Which of the films above is which, and what the buttons that pick one do. Empty where there is nothing to pick. */
export function filmHint({ taskId, buttons }: Pictures, shown: readonly ShownMedia[], { result }: Catalogue): string {
  const films = shown.filter(({ film, kind }) => film && kind !== 'named').length;
  const picks = buttons.filter(({ customId }) => classify(customId).class === 'videoPick').length;
  const pickable = taskId === null ? 0 : Math.min(films, picks);
  return pickable > 1 ? result.filmHint(pickable) : '';
}
