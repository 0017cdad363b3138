/** Which process answers an interaction. Discord brings each one to every process that is connected. */
export type Interactions = {
  /** Insert if absent: true for one process alone. */
  claim(id: string): Promise<boolean>;
  /**
   * True for one process, while nobody is known to have answered the interaction, whether or not somebody has claimed it. For when its
   * claimer seems to be dead.
   */
  claimFallback(id: string): Promise<boolean>;
  /** The first answer was given. */
  answered(id: string): Promise<void>;
  /** Takes back what this process has claimed, as another one that has claimed it, too, has given the first answer. */
  leave(id: string): Promise<void>;
  /** Whether another process is known to have given the first answer. */
  isAnsweredElsewhere(id: string): Promise<boolean>;
  /** The ids of the processes that have taken it upon them to answer it, or have answered it; none when nobody has, or that is forgotten. */
  claimers(id: string): Promise<readonly string[]>;
};
