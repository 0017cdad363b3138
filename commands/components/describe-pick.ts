import type { Handler } from '../../src/discord/handler.ts';
import { askForPick, imaginePick } from '../../src/discord/input/prompt-picks.ts';
import { pickId } from '../../src/discord/render/custom-ids.ts';

/** The numbered buttons below a describe, and the modal that every numbered button opens. */
export default {
  button: { prefix: 'MJ::Job::PicReader::', press: askForPick },
  modal: { prefix: pickId.prefix, submit: imaginePick },
} satisfies Handler;
