import type { CommandWords } from './forms.ts';

/** What Discord shows of the commands that find earlier results. */
export type FindingCommands = {
  readonly show: CommandWords<'task'>;
  readonly info: CommandWords<'of'>;
  readonly history: CommandWords<'search'>;
  readonly jobs: CommandWords;
  readonly revive: { readonly name: string };
};

/** What members read when they look for results, ask about them, mend or remove them. */
export type FindingWords = {
  readonly publish: string;
  readonly refresh: string;
  /** Below a private job under way. */
  readonly privateHint: string;
  readonly editPrompt: string;
  readonly editTitle: string;

  readonly badReference: string;
  readonly unknownTask: string;
  readonly unknownMessage: string;
  /** `link` is empty when the job's message cannot be seen from here. */
  readonly stillMaking: (gesture: string, link: string) => string;
  readonly cameToNothing: (gesture: string) => string;

  readonly notMine: string;
  readonly nothingToRevive: string;
  readonly revived: string;
  readonly notRevived: (taskId: string) => string;

  /** `taskId` is empty when nothing can bring the result back. */
  readonly removed: (taskId: string) => string;
  readonly mayNotRemove: string;
  readonly notRemoved: string;

  readonly mailed: string;
  readonly mailClosed: string;
  readonly discordBusy: string;
  /** In a DM to a member who is served only in servers. */
  readonly pressThere: (link: string) => string;
  /** The same where no message in the server shows the result. */
  readonly showThere: (taskId: string) => string;

  readonly jobsTitle: string;
  readonly noJobs: string;
  readonly noneOpen: string;
  readonly more: (count: number) => string;
  readonly step: {
    readonly waiting: (ahead: number | null) => string;
    readonly running: (percent: number | null) => string;
    readonly window: string;
    readonly unknown: string;
    readonly overdue: string;
    readonly delivering: string;
  };
  readonly cancelHint: string;
  readonly cancelled: {
    readonly waiting: (what: string) => string;
    readonly stopped: (what: string) => string;
    readonly unfollowed: (what: string) => string;
    readonly tooLate: (what: string) => string;
    readonly gone: string;
  };
  readonly keptTitle: string;
  readonly showHint: string;

  readonly historyTitle: string;
  readonly historyFor: (search: string) => string;
  readonly page: (page: number, of: number) => string;
  readonly newer: string;
  readonly older: string;
  readonly noHistory: string;
  readonly notFound: (search: string) => string;

  readonly seed: string;
  readonly seedAsking: string;
  readonly seedUnknown: string;
  readonly parameters: string;
  readonly noParameters: string;
  readonly times: string;
  readonly asked: (time: string) => string;
  readonly finished: (time: string, took: string) => string;
  readonly cost: string;
  /** `total` is with everything it came from. */
  readonly costs: (own: number, total: number) => string;
  readonly family: string;
  readonly original: string;
};
