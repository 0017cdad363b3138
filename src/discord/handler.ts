import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Job } from '../domain/job.ts';
import type { Store } from '../domain/ports.ts';
import type { WindowText } from '../domain/request.ts';
import type { Task } from '../domain/task.ts';
import type { Words } from '../text/words.ts';
import type { Answer, Choice } from './answer.ts';
import type { Gesture } from './gesture.ts';

/** All that a handler may touch, made for one interaction. */
export type Context = {
  /** In the language of the member who acts. */
  readonly words: Words;
  /** The answer to this interaction. Its first use must come within Discord's three seconds. */
  readonly answer: Answer;
  readonly store: Store;
  /** The open job, or the settled one as the store has it. */
  job(id: string): Promise<Job | undefined>;
  /** What the relay says of a task, if it says so in time for a suggestion; null otherwise. */
  task(taskId: string): Promise<Task | null>;
  /** Makes a job of this interaction and tells the member what became of it. */
  begin(gesture: Gesture): Promise<void>;
  /** Runs an earlier job again as this interaction's job. */
  retry(jobId: string): Promise<void>;
  /** Gives an open window its text. Answers this interaction. */
  answerWindow(jobId: string, text: WindowText): Promise<void>;
};

/**
 * The default export of a file in `commands/`: what Discord is told stands beside what happens. A handler may own a slash
 * command, a prefix of button ids, a prefix of modal ids, or several of these.
 */
export type Handler = {
  readonly command?: {
    readonly data: RESTPostAPIApplicationCommandsJSONBody;
    execute(interaction: ChatInputCommandInteraction, context: Context): Promise<void>;
    complete?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
  };
  /** The handler with the longest fitting prefix gets the button. */
  readonly button?: { readonly prefix: string; press(interaction: ButtonInteraction, context: Context): Promise<void> };
  readonly modal?: {
    readonly prefix: string;
    submit(interaction: ModalSubmitInteraction, context: Context): Promise<void>;
  };
};
