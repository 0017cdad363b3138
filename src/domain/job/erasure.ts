/** What a member has asked to be erased: all that was kept of them until `at` (Unix ms). It is written down until nothing is left. */
export type Erasure = {
  readonly memberId: string;
  readonly at: number;
  /** Whether settings, drafts, jobs and messages are still to be gone through. */
  readonly records: boolean;
  /** Months such as `2026-11` before this one have no account of the member any more. Empty: none has been looked at. */
  readonly accountsBefore: string;
};
