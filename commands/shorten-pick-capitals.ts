import type { Handler } from '../src/discord/handler.ts';
import { askForPick } from '../src/discord/input/prompt-picks.ts';

/** The numbered buttons below a shorten, as some relays spell them. */
export default {
  button: { prefix: 'MJ::JOB::PromptAnalyzer::', press: askForPick },
} satisfies Handler;
