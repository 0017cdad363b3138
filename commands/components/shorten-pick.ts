import type { Handler } from '../../src/discord/handler.ts';
import { askForPick } from '../../src/discord/input/prompt-picks.ts';

/** The numbered buttons below a shorten. */
export default {
  button: { prefix: 'MJ::Job::PromptAnalyzer::', press: askForPick },
} satisfies Handler;
