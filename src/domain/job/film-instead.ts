import { classify } from '../buttons/action.ts';
import type { Reason } from '../failures/reason.ts';
import { readPromptFlags } from '../prompt/flags/flags.ts';
import type { Job } from './job.ts';
import type { Request } from './request.ts';

/** Whether a button animates the single picture that it stands under. */
export function animatesPicture(customId: string): boolean {
  return classify(customId).class === 'animate' && /::SOLO$/i.test(customId);
}

/**
 * The film that a job asks for in place of a press that the relay refused: relays that do not know Midjourney's Animate often
 * make films of given pictures. Null where the refusal has another reason, or the picture is not known.
 */
export function filmInstead({ request, text, prompt }: Job, reason: Reason): Request | null {
  if (request.kind !== 'action' || request.picture === undefined || !animatesPicture(request.customId)) return null;
  if (reason.kind !== 'unsupported' || reason.feature !== undefined) return null;
  return {
    kind: 'video',
    // The picture's own flags, such as its version, are none of a film's.
    prompt: text ? text.prompt : wordsOnly(prompt),
    image: request.picture,
    endImage: null,
    motion: /animate_high/i.test(request.customId) ? 'high' : 'low',
    loop: false,
    extend: null,
  };
}

function wordsOnly(prompt: string): string {
  return readPromptFlags(prompt)
    .words.replace(/<?https?:\/\/\S+/gi, '')
    .trim();
}
