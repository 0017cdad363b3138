import {
  type APIModalInteractionResponseCallbackData,
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
import type { daysOf } from '../domain/credits/usage.ts';
import type { Place } from '../domain/job/job.ts';
import type { Request, WindowText } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import type { MaskPreviews, Media } from '../domain/pictures/media.ts';
import type { RegionChoice } from '../domain/pictures/region.ts';
import type { AccessContext } from '../domain/policy/access.ts';
import type { BotPolicy, ServerGrant } from '../domain/policy/bot-policy.ts';
import type { SpendingCommand } from '../domain/policy/command-permissions.ts';
import type { Feature } from '../domain/policy/server-policy.ts';
import type { Doctor } from '../domain/ports/doctor.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';
import type { ServerKeys } from '../domain/ports/server-keys.ts';
import type { Store } from '../domain/ports/store.ts';
import type { Engine } from '../jobs/engine.ts';
import type { IntakeOutcome } from '../jobs/intake/admission.ts';
import type { Catalogue } from '../text/catalogue.ts';
import type { MailOutcome, ShowAgainOptions } from './jobs/create-job.ts';
import type { Gesture } from './jobs/gesture.ts';
import type { Reposted } from './jobs/repost.ts';
import type { LogChannel } from './presenter/log-channel.ts';
import type { DiscordPresenter } from './presenter/presenter.ts';
import type { Choice, Responder } from './responder.ts';
import type { ServerNames } from './rest/server-names.ts';

/** What all handlers share, made once in `src/app/services.ts`. A new capability is one line here and one line there. */
export type Services = {
  readonly store: Store;
  readonly engine: Pick<
    Engine,
    | 'job'
    | 'jobsOfMember'
    | 'account'
    | 'foresee'
    | 'jobsInServer'
    | 'jobsOnTask'
    | 'onceAnswered'
    | 'cancel'
    | 'room'
    | 'statuses'
    | 'withPressableButtons'
  >;
  readonly presenter: Pick<DiscordPresenter, 'copies' | 'exists' | 'open' | 'remove' | 'replaceButtons'>;
  /** Writes into the logs of servers. */
  readonly serverLog: LogChannel;
  readonly pictures: {
    /** A picture with the chosen part made visible. May take as long as fetching the picture does. */
    region(pictureUrls: readonly string[], choice: RegionChoice): ReturnType<MaskPreviews['region']>;
    /** A small copy of the picture at an address of the relay's; null when it cannot be had in time. Never throws. */
    small(pictureUrl: string): Promise<Media | null>;
    /** A chart of the days of a month, as a PNG. */
    usage(days: ReturnType<typeof daysOf>): Promise<Buffer>;
  };
  /** Whether the bot can post a text in a channel, where alerts are to go; it is posted. */
  tryAlerts(channelId: string, text: string, nonce: string): Promise<boolean>;
  /** What holds in a server about which the people who run the bot have decided nothing. */
  newGrant(bot: BotPolicy): ServerGrant;
  /** The servers that the bot is in. */
  readonly serverNames: ServerNames;
  /** The keys that servers bring. */
  readonly serverKeys: ServerKeys & {
    /** The services that a key may be for, by the names of their hosts. None where servers may bring no keys. */
    readonly hosts: readonly string[];
    /** Asks a service whether it takes a key, which costs nothing. `silent`: it did not say. */
    tryKey(host: string, key: string): Promise<'works' | 'refused' | 'silent'>;
  };
  /** For what people who may decide about others have done. */
  readonly log: Pick<Log, 'info'>;
  /** Looks at how the bot is set up. */
  readonly doctor: Doctor;
  /** Looks up tasks as far as they may be seen from a server; null stands for all other places. */
  tasksSeenFrom(server: string | null): TaskLookup;
  /** For how many days records that nobody uses are kept: after that, buttons do not work any more. */
  readonly retentionDays: number;
};

/** Asks relays after tasks that members name. Tasks that may not be seen are as unknown. */
export type TaskLookup = {
  /** A task as its relay has it; null also when the relay is too slow for an autocompletion. */
  peekTask(taskId: string): Promise<Task | null>;
  /** A task as its relay has it; null only when the relay does not know it. Throws UserError when the relay does not answer. */
  fetchTask(taskId: string): Promise<Task | null>;
  /** Midjourney's seed of a task; takes up to a minute. Null when the relay cannot tell. */
  seed(taskId: string): ReturnType<Relay['seed']>;
};

/** Everything a handler may touch: the shared services, and what is made for its one interaction. */
export type Context = Services &
  TaskLookup & {
    /** The texts, in the language of the member who acts. */
    readonly words: Catalogue;
    /** Answers this interaction. It must be used first within Discord's three seconds. */
    readonly responder: Responder;
    /** Who acts, and what has been decided about them and about where they are. Throws StoreError. */
    access(): Promise<AccessContext>;
    /**
     * Whether a job of this request would be taken in now, as far as the rules and a look at the accounts tell before its words are
     * known; else the member is told why not. To be asked before a member takes trouble over it.
     */
    may(request: Request): Promise<boolean>;
    /**
     * Opens a modal that asks for what a job of this request lacks, which must be the first answer, if there `may` be one. Null: nothing
     * is made of it that a rule or a limit could refuse.
     */
    askFor(request: Request | null, modal: APIModalInteractionResponseCallbackData): Promise<void>;
    /** Makes a job of this interaction and tells the member what became of it. */
    begin(gesture: Gesture): Promise<void>;
    /**
     * Makes several jobs of this interaction, each with its own message, and tells the member what became of them. `opening`
     * gives the interaction's first answer; without it, the first job's message is that answer.
     */
    beginAll(gestures: readonly Gesture[], opening?: () => Promise<void>): Promise<void>;
    /** Makes several jobs that share one message, the first answer. When none has begun, the handler must answer. */
    beginGroup(gestures: readonly Gesture[]): Promise<readonly IntakeOutcome[]>;
    /** Makes a job of this interaction that does the same as an earlier one. */
    retry(jobId: string): Promise<void>;
    /** Shows a settled job's outcome again at `place`, an answer of this interaction. Asks the relay for nothing. */
    showAgain(jobId: string, place: Place, options?: ShowAgainOptions): Promise<Reposted>;
    /** Sends a settled job's outcome to this member by DM. `copies`: where its pictures lie in Discord. */
    mail(jobId: string, copies: readonly string[]): Promise<MailOutcome>;
    /** Lets an open job be shown through this interaction's token from now on. */
    renew(jobId: string): Promise<'renewed' | 'gone'>;
    /** Gives an open window its text, and answers this interaction. */
    answerWindow(jobId: string, text: WindowText): Promise<void>;
  };

/** A slash command. */
export type Command = {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Whether it may lead to a job, and so is refused at once where nothing may be made. Absent means no. */
  readonly spends?: true;
  /** Where a server has switched this off, the command is refused at once. */
  readonly needs?: Feature;
  /** Only for the people who run the bot: where there are none, Discord is not told of it. It asks by itself who uses it. */
  readonly forOperators?: true;
  execute(interaction: ChatInputCommandInteraction, context: Context): Promise<void>;
  complete?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
};

/** An entry of a message's Apps menu. */
export type MessageMenu = {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  /** As for a command. */
  readonly spends?: true;
  use(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<void>;
};

/** What the custom_ids of a component begin with. Where several handlers fit an id, the longest prefix wins. */
export type Prefix = string | readonly string[];

/**
 * Tells which command does the same as a component or modal that may lead to a job; null when this use leads to none. Whoever may
 * not use that command there may not use this either.
 */
export type Spends<Used> = (interaction: Used, context: Context) => Promise<SpendingCommand | null>;

/** The owner of the buttons whose custom_id begins with a `prefix`. */
export type Button = {
  readonly prefix: Prefix;
  /** The press costs the operator nothing, so whoever sees the button may press it, even where the bot serves nobody. */
  readonly free?: boolean;
  /** Given where a press may lead to a job. */
  readonly spends?: Spends<ButtonInteraction>;
  press(interaction: ButtonInteraction, context: Context): Promise<void>;
};
export type Select = {
  readonly prefix: Prefix;
  /** As for a button. */
  readonly spends?: Spends<StringSelectMenuInteraction>;
  choose(interaction: StringSelectMenuInteraction, context: Context): Promise<void>;
};
export type Modal = {
  readonly prefix: Prefix;
  /** As for a button. */
  readonly spends?: Spends<ModalSubmitInteraction>;
  submit(interaction: ModalSubmitInteraction, context: Context): Promise<void>;
};

/**
 * The default export of a file in `commands/`, with one or more of these. What Discord is told about a command stands beside
 * what the command does.
 */
export type Handler = {
  readonly command?: Command;
  readonly menu?: MessageMenu;
  readonly button?: Button;
  readonly select?: Select;
  readonly modal?: Modal;
};

/**
 * Offers a command everywhere: in servers and threads, in the DM with the bot, and wherever a member goes who installed the
 * bot for themselves. Who may use it there is decided by `isAllowed` (router/access.ts).
 * https://docs.discord.com/developers/interactions/application-commands#contexts
 */
export const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

/** Offers a command only in the DM with the bot. Everybody sees it there: it must ask who uses it. */
export const inDirectMessages = {
  integration_types: everywhere.integration_types,
  contexts: [InteractionContextType.BotDM],
};

/**
 * Offers a command in the servers that have installed the bot, and shows it to those who have one of these permissions there (to
 * everybody without any), unless a server's managers set it otherwise. It is asked again when it is used.
 */
export function inServers(...permissions: readonly bigint[]) {
  return {
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild],
    ...(permissions.length > 0 && {
      default_member_permissions: String(permissions.reduce((all, one) => all | one, 0n)),
    }),
  };
}
