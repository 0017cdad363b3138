import type { GivenText } from '../../domain/job/given-text.ts';
import type { Store } from '../../domain/ports/store.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { renderTextRefusal, renderWithText } from '../render/text-refusal.ts';
import type { Responder } from '../responder.ts';

/**
 * Tells why nothing was made of a text, with the text and a way to change it, and to send it as it is where `maySend`. While the
 * store is ill, with the text alone.
 */
export async function tellRefusedText(
  refusal: string,
  given: GivenText,
  maySend: boolean,
  {
    texts,
    responder,
    words,
  }: { readonly texts: Store['texts']; readonly responder: Responder; readonly words: Catalogue },
): Promise<void> {
  const isKept = await texts.put(given).then(
    () => true,
    () => false,
  );
  await responder.tell(
    isKept ? renderTextRefusal(refusal, given, maySend, words) : renderWithText(refusal, given.text),
  );
}
