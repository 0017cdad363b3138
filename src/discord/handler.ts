import {
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { JobIn, Place } from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import type { Sketches } from '../domain/pictures/media.ts';
import type { RegionChoice } from '../domain/pictures/region.ts';
import type { Relay, Store } from '../domain/ports.ts';
import type { Engine } from '../jobs/engine.ts';
import type { Accepted } from '../jobs/intake/admission.ts';
import type { Words } from '../text/catalogue.ts';
import type { Again, Mailed } from './jobs/create-job.ts';
import type { Gesture } from './jobs/gesture.ts';
import type { DiscordPresenter } from './presenter/presenter.ts';
import type { Choice, Responder } from './responder.ts';

/** All that a handler may touch, made for one interaction. */
export type Context = {
  /** In the language of the member who acts. */
  readonly words: Words;
  /** The answer to this interaction. Its first use must come within Discord's three seconds. */
  readonly responder: Responder;
  readonly store: Store;
  readonly engine: Pick<Engine, 'job' | 'jobsOf' | 'onTask' | 'cancel' | 'room' | 'statuses'>;
  readonly presenter: Pick<DiscordPresenter, 'exists' | 'redress' | 'remove'>;
  /** The job with only those buttons under its result that the relay takes. Never throws. */
  offered(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>>;
  readonly pictures: {
    /** A picture with the chosen part made visible. May take as long as fetching the picture does. */
    region(pictureUrls: readonly string[], choice: RegionChoice): ReturnType<Sketches['region']>;
  };
  /** What the relay says of a task, if it says so in time for a suggestion; null otherwise. */
  task(taskId: string): Promise<Task | null>;
  /** The same with all the time it takes; null only when the relay does not know the task. Throws UserError when it is silent. */
  found(taskId: string): Promise<Task | null>;
  /** Midjourney's seed of a task; takes up to a minute. Null when the relay cannot tell. */
  seed(taskId: string): ReturnType<Relay['seed']>;
  /** Makes a job of this interaction and tells the member what became of it. */
  begin(gesture: Gesture): Promise<void>;
  /**
   * Makes several jobs of this interaction, each with a message of its own, and tells the member what became of them.
   * `opening` is the first answer; without it that is the first job's message.
   */
  beginAll(gestures: readonly Gesture[], opening?: () => Promise<void>): Promise<void>;
  /** Makes several jobs that share one message, the first answer. When none has begun, the handler answers. */
  beginTogether(gestures: readonly Gesture[]): Promise<readonly Accepted[]>;
  /** Runs an earlier job again as this interaction's job. */
  retry(jobId: string): Promise<void>;
  /** Shows a settled job's outcome once more at `place`, an answer of this interaction. Asks the relay for nothing. */
  showAgain(jobId: string, place: Place, again?: Again): Promise<void>;
  /** Sends a settled job's outcome to this member by DM; `copies` are where its pictures lie in Discord. */
  mail(jobId: string, copies: readonly string[]): Promise<Mailed>;
  /** Lets an open job be shown through this interaction from now on. */
  renew(jobId: string): Promise<'renewed' | 'gone'>;
  /** Gives an open window its text. Answers this interaction. */
  answerWindow(jobId: string, text: WindowText): Promise<void>;
};

/** A slash command. */
export type Command = {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  execute(interaction: ChatInputCommandInteraction, context: Context): Promise<void>;
  complete?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
};

/** An entry of a message's Apps menu. */
export type MessageMenu = {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  use(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<void>;
};

/** What a component's custom_id begins with, or several such beginnings. The longest fitting prefix wins. */
export type Prefix = string | readonly string[];

/** The owner of the buttons whose custom_id begins with a `prefix`. */
export type Button = {
  readonly prefix: Prefix;
  /** Costs the operator nothing: whoever sees the button may press it, also where nothing else is served. */
  readonly free?: boolean;
  press(interaction: ButtonInteraction, context: Context): Promise<void>;
};
export type Select = {
  readonly prefix: Prefix;
  choose(interaction: StringSelectMenuInteraction, context: Context): Promise<void>;
};
export type Modal = {
  readonly prefix: Prefix;
  submit(interaction: ModalSubmitInteraction, context: Context): Promise<void>;
};

/** The default export of a file in `commands/`: what Discord is told stands beside what happens. It owns one or more of these. */
export type Handler = {
  readonly command?: Command;
  readonly menu?: MessageMenu;
  readonly button?: Button;
  readonly select?: Select;
  readonly modal?: Modal;
};

/**
 * Where a command is offered: in servers and threads, in the DM with the bot, and wherever a member takes it who installed
 * it for themselves. Who may really use it there is decided by `isAllowed`.
 * https://docs.discord.com/developers/interactions/application-commands#contexts
 */
export const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};
