import type { Command } from '../../emulator/discord/routes/commands.ts';
import type { Attachment, Channel, Choice } from '../../emulator/discord/types.ts';
import type { Row } from '../../emulator/discord/validate/components.ts';
import type { Embed } from '../../emulator/discord/validate/embeds.ts';
import type { ModalLayout } from '../../emulator/discord/validate/modal.ts';
import type { ProfileName } from '../../emulator/relay/options.ts';

/** What the playground's server and its page say to each other. Times are Unix ms. */
export type MemberView = {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly about: 'moderator' | 'operator' | 'english' | 'chinese';
};

export type ChannelView = {
  readonly id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  /** The channel a thread hangs on. */
  readonly parentId: string | null;
  /** Whose DM it is. */
  readonly memberId: string | null;
};

export type MessageView = {
  readonly id: string;
  readonly channelId: string;
  readonly author: { readonly id: string; readonly name: string; readonly bot: boolean };
  readonly at: number;
  readonly edited: boolean;
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly Row[];
  /** Those that no embed shows. */
  readonly files: readonly Attachment[];
  /** Of every file, also those that embeds show, by address. */
  readonly alts: Readonly<Record<string, string>>;
  readonly loading: boolean;
  /** Who sees it, when it is ephemeral. */
  readonly viewerId: string | null;
  /** The message it replies to, or whose component made it. */
  readonly repliesTo: string | null;
  /** The command it answers. */
  readonly command: { readonly memberId: string; readonly name: string; readonly slash: boolean } | null;
  /** Whose gesture it answers. */
  readonly askedBy: string | null;
  readonly pinged: readonly string[];
};

export type ModalView = {
  readonly title: string;
  readonly components: readonly ModalLayout[];
};

export type InteractionView = {
  readonly id: string;
  readonly memberId: string;
  readonly channelId: string;
  readonly did: 'slash' | 'menu' | 'typing' | 'form' | 'choice' | 'press';
  /** Of the command, the button or what was chosen. */
  readonly name: string;
  readonly at: number;
  /** Time to acknowledgement; null while there is none. */
  readonly ms: number | null;
  /** Discord's number of the answer. */
  readonly answer: number | null;
  readonly failed: boolean;
  readonly expired: boolean;
  readonly modal: ModalView | null;
};

/** A request to the relay and its answer, shortened, without the secret of the callback address. */
export type ExchangeView = {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly asked: string;
  readonly status: number | null;
  readonly answer: string;
  readonly at: number;
  readonly ms: number;
  /** A callback goes the other way. */
  readonly callback: boolean;
};

export type JobView = {
  readonly id: string;
  readonly memberId: string;
  readonly what: string;
  readonly prompt: string;
  readonly taskId: string | null;
  readonly messageId: string | null;
  readonly failed: boolean;
  /** Every step that was seen, oldest first; the last is where it stands. `processNumber` counts the bot's processes. */
  readonly steps: readonly { readonly step: string; readonly at: number; readonly processNumber: number }[];
};

/** The bot's processes. */
export const whiches = ['first', 'second'] as const;
export type Which = (typeof whiches)[number];

export type BotView = {
  readonly state: 'starting' | 'ready' | 'dead' | 'stopped';
  readonly pid: number | null;
  /** Whether it moves the jobs on. */
  readonly leads: boolean;
  /** The how manyth process it is, of both. */
  readonly processNumber: number;
  /** How the last process ended, or why none could be started. */
  readonly note: { readonly kind: 'ended' | 'killed' | 'trouble'; readonly detail: string } | null;
};

export const paces = { slow: 30_000, normal: 8000, quick: 1500, held: null } as const;
export type Pace = keyof typeof paces;

export type Switches = {
  readonly profile: ProfileName;
  readonly pace: Pace;
  readonly relayDown: boolean;
  readonly loseCallbacks: boolean;
};

export type StoreRecord = { readonly key: string; readonly value: unknown };
export type StoreView = readonly {
  readonly table: string;
  readonly count: number;
  readonly rows: readonly StoreRecord[];
}[];

export type World = {
  readonly members: readonly MemberView[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly ChannelView[];
  readonly botId: string;
  /** The server's id, as in message links. */
  readonly guildId: string;
};

export type Snapshot = {
  readonly world: World;
  readonly commands: readonly Command[];
  readonly messages: readonly MessageView[];
  readonly interactions: readonly InteractionView[];
  readonly exchanges: readonly ExchangeView[];
  readonly jobs: readonly JobView[];
  readonly bots: Readonly<Record<Which, BotView>>;
  readonly switches: Switches;
  readonly violations: readonly string[];
};

/** What the page is told as it happens. The first one is always `hello`. */
export type News =
  | { readonly kind: 'hello'; readonly snapshot: Snapshot }
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'message'; readonly message: MessageView }
  | { readonly kind: 'gone'; readonly messageId: string }
  | { readonly kind: 'interaction'; readonly interaction: InteractionView }
  | { readonly kind: 'exchange'; readonly exchange: ExchangeView }
  | { readonly kind: 'job'; readonly job: JobView }
  | { readonly kind: 'bot'; readonly which: Which; readonly bot: BotView }
  | { readonly kind: 'switches'; readonly switches: Switches }
  | { readonly kind: 'violations'; readonly violations: readonly string[] };

/** A file on its way through JSON. */
export type FileInput = { readonly name: string; readonly type: string; readonly base64: string };
export type OptionInput = string | number | boolean | { readonly file: FileInput } | { readonly id: string };

export type Gesture = { readonly as: string; readonly channelId: string } & (
  | { readonly kind: 'say'; readonly content: string }
  | { readonly kind: 'slash'; readonly name: string; readonly options: Readonly<Record<string, OptionInput>> }
  | {
      readonly kind: 'complete';
      readonly name: string;
      readonly options: Readonly<Record<string, OptionInput>>;
      readonly focused: string;
    }
  | { readonly kind: 'press'; readonly messageId: string; readonly customId: string }
  | {
      readonly kind: 'choose';
      readonly messageId: string;
      readonly customId: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'menu'; readonly messageId: string; readonly name: string }
  | {
      readonly kind: 'submit';
      readonly interactionId: string;
      readonly values: Readonly<Record<string, string | readonly (string | FileInput)[]>>;
    }
);

/** `interactionId` is null for an ordinary message. */
export type Made = { readonly interactionId: string | null; readonly choices?: readonly Choice[] };
export type Refused = { readonly error: string };

export type Turn =
  | { readonly turn: 'profile'; readonly to: ProfileName }
  | { readonly turn: 'pace'; readonly to: Pace }
  | { readonly turn: 'relayDown' | 'loseCallbacks'; readonly to: boolean }
  | { readonly turn: 'kill' | 'stop' | 'start'; readonly which: Which }
  | { readonly turn: 'expireTokens' };
