/** While the relay is in trouble. */
export type TroubleWords = {
  /** `line`: the job's place in line, told as at any other time. */
  readonly waiting: (line: string) => string;
  /** The bot's status, in the list of members; at most 128 characters. */
  readonly presence: string;
};
