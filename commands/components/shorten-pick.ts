import type { Handler } from '../../src/discord/handler.ts';
import { askForPick } from '../../src/discord/input/prompt-picks.ts';

/** The numbered buttons below a shorten. Relays spell them in two ways. */
export default {
  button: { prefix: ['MJ::Job::PromptAnalyzer::', 'MJ::JOB::PromptAnalyzer::'], press: askForPick },
} satisfies Handler;
