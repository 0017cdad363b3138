import type { Row } from './validate/components.ts';
import type { Embed } from './validate/embeds.ts';
import type { ModalLayout } from './validate/modal.ts';

export type Guild = {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly features: readonly string[];
};

/** `direct` is the bot's own DM with a member, `private` a DM the bot is no part of. Live: tests may change what is not readonly. */
export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'thread' | 'direct' | 'private';
  readonly guild: Guild | null;
  /** In a DM. */
  readonly member: Member | null;
  /** The channel of a thread. */
  readonly parent: Channel | null;
  botCanSee: boolean;
  botCanSend: boolean;
  /** Permissions that the bot has elsewhere and not here, as bits. */
  botLacks: bigint;
  archived: boolean;
  locked: boolean;
};

export type User = { readonly id: string; readonly name: string; readonly bot: boolean };

export type MemberFacts = {
  locale: string;
  roles: readonly string[];
  /** Discord's permission bits, in decimal. */
  permissions: string;
  dmsClosed: boolean;
};
export type Member = User & MemberFacts;

/** A file in a message, its bytes served at `url`. Tests see also those that Discord does not list because an embed shows them. */
export type Attachment = {
  readonly id: string;
  readonly filename: string;
  readonly description: string | null;
  readonly size: number;
  readonly url: string;
  readonly contentType: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly ephemeral: boolean;
};

/** What one edit left behind. `at` is Unix ms. */
export type Edit = {
  readonly at: number;
  readonly by: 'callback' | 'webhook' | 'bot';
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly Row[];
  readonly attachments: readonly Attachment[];
};

/** A message as it stands now; the same object lives through its edits. */
export type Message = {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly author: User;
  readonly messageReference: { readonly channelId: string; readonly messageId: string } | null;
  /** The interaction it answers. */
  readonly interactionId: string | null;
  /** The interaction that a message which the bot posted as itself was asked for by, as its nonce tells. */
  readonly askedBy: string | null;
  /** Who sees it, when it is ephemeral. */
  readonly viewerId: string | null;
  readonly ephemeral: boolean;
  content: string;
  embeds: readonly Embed[];
  components: readonly Row[];
  attachments: readonly Attachment[];
  flags: number;
  /** A deferred answer that has no content yet. */
  loading: boolean;
  /** Ids of users and roles, or `everyone`, that got a notification when it was posted. */
  pinged: readonly string[];
  /** Unix ms. */
  createdAt: number;
  editedAt: number | null;
  deleted: boolean;
  readonly history: Edit[];
  /** Later messages of the interaction that this one is the first answer to. */
  readonly further: Message[];
};

/** A modal on a member's screen. */
export type Modal = {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly ModalLayout[];
  readonly interaction: Interaction;
};

export type Choice = { readonly name: string; readonly value: string | number };

/** One gesture, as Discord keeps track of it. Times in Unix ms. */
export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly type: 2 | 3 | 4 | 5;
  readonly member: Member;
  readonly channel: Channel;
  /** The message whose component was used, also behind a modal. */
  readonly source: Message | null;
  /** The whole payload, to be sent again. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly attachmentLimit: number;
  /** Discord makes every answer ephemeral, whatever the bot asks. */
  readonly forcedEphemeral: boolean;
  expiresAt: number;
  /** When the bot was last sent it, Unix ms; null when it never was: nobody was connected, or the event was lost. */
  deliveredAt: number | null;
  /** `by` is the process that answered. */
  acknowledged: { readonly type: number; readonly ms: number; readonly by: string } | null;
  /** First answers that came when there was one. */
  readonly refused: { readonly ms: number; readonly by: string }[];
  /** The processes that were sent it, oldest first; again after a resume. */
  readonly sentTo: string[];
  /** The same with the moment of each, Unix ms. */
  readonly deliveries: { readonly by: string; readonly at: number }[];
  failed: boolean;
  original: Message | null;
  /** The message that the bot posted as itself for it, instead of an answer. */
  posted: Message | null;
  modal: Modal | null;
  choices: readonly Choice[] | null;
};

/** A line of the records. `route` has placeholders, so no token. */
export type RequestEntry = {
  readonly method: string;
  readonly route: string;
  /** 0 when the connection was cut. */
  status: number;
  readonly at: number;
  /** The process that asked. */
  readonly by: string;
  interactionId?: string;
  messageId?: string;
  channelId?: string;
  /** Set for writes of a message: it brought files or buttons. */
  final?: boolean;
};

/** What `onEvent` is called with. */
export type WireEvent =
  | { readonly kind: 'request'; readonly entry: RequestEntry }
  | { readonly kind: 'posted' | 'edited' | 'deleted'; readonly message: Message }
  | { readonly kind: 'interaction' | 'acknowledged'; readonly interaction: Interaction }
  | { readonly kind: 'gateway'; readonly what: 'ready' | 'resumed' | 'closed' };

export type UploadedFile = {
  readonly index: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
};
