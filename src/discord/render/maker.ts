import { NOBODY } from '../../domain/job/forgotten.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { memberMention } from '../../text/forms.ts';

/** Who asked for something, as a mention; a word for those who had themselves forgotten. */
export function makerOf(memberId: string, { myData }: Pick<Catalogue, 'myData'>): string {
  return memberId === NOBODY ? myData.somebody : memberMention(memberId);
}
