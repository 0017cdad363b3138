/**
 * The settings cannot be used. The message is written for the operator: it has one sentence for each problem, and for what
 * may be its cause, and repeats no value.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  /** Whether a secret, without which nothing goes, is not set. */
  readonly isIncomplete: boolean;

  constructor(problems: readonly string[], notes: readonly string[] = [], isIncomplete = false) {
    const sentences = [...problems, ...notes];
    super(`Darkroom cannot start with these settings:\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`);
    this.problems = problems;
    this.isIncomplete = isIncomplete;
  }
}
