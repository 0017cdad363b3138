import type { ActionClass } from '../domain/buttons/action.ts';
import type { Reason } from '../domain/failures/reason.ts';
import type { CommandWords, Explanation } from './forms.ts';
import type { RegionWords, RemixWords } from './region-words.ts';
import type { ChoiceWords } from './words-choices.ts';
import type { FindingCommands, FindingWords } from './words-finding.ts';
import type { HelpWords } from './words-help.ts';
import type { MakingCommands, MakingWords } from './words-making.ts';
import type { ImagineCommands, ManyWords } from './words-many.ts';
import type { SettingsWords } from './words-settings.ts';
import type { ShortcutCommands, ShortcutWords, TogetherWords } from './words-shortcuts.ts';
import type { TroubleWords } from './words-trouble.ts';

export type { CommandWords, Explanation } from './forms.ts';

/** Every slash command and its options, and every Apps-menu command (those have a name and no description). */
export type CommandCatalogue = FindingCommands &
  ImagineCommands &
  ShortcutCommands &
  MakingCommands & {
    readonly action: CommandWords<'task_id' | 'custom_id' | 'same_channel' | 'state'>;
    readonly remix: CommandWords<'on'>;
    readonly help: CommandWords;
    readonly settings: CommandWords;
  };

/**
 * Everything members read, in one language. Arguments that come from outside (prompts, names, the relay's wording)
 * are put in as they are: escape them first. Links are ready-made addresses. Times are in ms.
 */
export type Words = {
  /** BCP 47. */
  readonly locale: string;
  readonly number: (value: number) => string;
  readonly duration: (ms: number) => string;
  /** `reference` is what a member may quote to the operator; only bugs show it. */
  readonly explain: (reason: Reason, reference: string) => Explanation;
  readonly gestures: {
    readonly imagine: string;
    readonly blend: string;
    readonly describe: string;
    readonly shorten: string;
    readonly video: string;
    readonly edit: string;
    readonly show: string;
    /** `label` is Midjourney's own name and may be empty. */
    readonly action: (kind: ActionClass, label: string) => string;
  };
  readonly steps: {
    readonly received: string;
    /** `ahead`: jobs before this one, roughly when there are many; `refused`: the relay was full when it was this job's turn. */
    readonly waiting: (ahead: number | null, refused: boolean) => string;
    readonly submitting: string;
    readonly queued: (ahead: number) => string;
    readonly starting: string;
    readonly percent: (percent: number) => string;
    readonly window: string;
    readonly unknown: string;
    readonly overdue: string;
    readonly delivering: string;
  };
  readonly result: {
    readonly promptInFile: (file: string) => string;
    readonly noPrompt: string;
    readonly task: (id: string) => string;
    readonly took: (duration: string) => string;
    readonly by: (mention: string) => string;
    readonly from: string;
    readonly more: (count: number) => string;
    readonly picture: (number: number) => string;
    readonly nothing: string;
    /** Alt text; the prompt may be empty. */
    readonly picturePrompt: (prompt: string) => string;
    /** Alt text while it is being made. */
    readonly unfinished: (prompt: string) => string;
    /** The member wrote a new prompt, but the relay never asked for it. */
    readonly promptIgnored: string;
  };
  readonly buttons: {
    readonly tryAgain: string;
    /** The first try may have been charged. */
    readonly tryAgainCosts: string;
    readonly write: string;
    readonly noticesOff: string;
    readonly noticesOn: string;
  };
  readonly replies: {
    readonly alreadyMaking: (gesture: string, link: string) => string;
    readonly beingMade: (gesture: string) => string;
    readonly alreadyExists: (gesture: string, link: string) => string;
    /** Somebody presses for a window whose text has been given. */
    readonly textTaken: string;
    readonly doubleClick: string;
    readonly tooManyWaiting: (limit: number) => string;
    readonly buttonsExpired: string;
    readonly buttonUnknown: string;
    readonly commandUnknown: string;
    readonly notYours: string;
    readonly notAllowed: string;
    readonly restarting: string;
    readonly bug: (reference: string) => string;
    readonly emptyPrompt: string;
    readonly badZoom: string;
    readonly badTaskId: string;
    readonly badCustomId: string;
    readonly badState: string;
    readonly notAPicture: string;
    readonly noticesOff: string;
    readonly noticesOn: string;
  };
  readonly notices: {
    readonly ready: (gesture: string, link: string) => string;
    readonly failed: (gesture: string, link: string) => string;
  };
  readonly modals: {
    readonly remixTitle: (gesture: string) => string;
    readonly zoomTitle: string;
    readonly regionTitle: string;
    readonly prompt: string;
    readonly promptPart: (number: number, of: number) => string;
    readonly promptPlaceholder: string;
    readonly zoom: string;
    readonly zoomPlaceholder: string;
  };
  readonly making: MakingWords;
  readonly choices: ChoiceWords;
  readonly many: ManyWords;
  readonly shortcuts: ShortcutWords;
  readonly together: TogetherWords;
  readonly help: HelpWords;
  readonly settings: SettingsWords;
  readonly region: RegionWords;
  readonly remix: RemixWords;
  readonly finding: FindingWords;
  readonly trouble: TroubleWords;
  readonly commands: CommandCatalogue;
};
