import type { Alert } from '../ports/alerts.ts';
import type { Unreached } from './unreached.ts';

/** The checks, by their names. */
export type CheckId =
  | 'settings'
  | 'proxy'
  | 'token'
  | 'application'
  | 'logins'
  | 'commands'
  | 'servers'
  | 'clock'
  | 'relay'
  | 'store'
  | 'callbacks';

/** How relays answer when they are asked for no task, by which they are told apart. */
export type Dialect = 'midjourney-proxy' | 'trueai' | 'new-api' | 'other';

/** What the bot needs in a channel, by the names of Discord's API. */
type Permission = 'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads' | 'EmbedLinks' | 'AttachFiles';

type None = Readonly<Record<never, never>>;

/** A relay as it is spoken of, and what the names of its settings begin with, such as `RELAY_`. */
export type OfRelay = { readonly relay: string; readonly settings: string };

/** What each finding is about. No fact holds a secret. */
export type Facts = {
  /** The check took too long. `relay` is the one that it looked at, where there are several. */
  checkSlow: { readonly check: CheckId; readonly relay: string | null };
  /** The check itself failed, for a reason that only the log tells under this reference. */
  checkBroken: { readonly check: CheckId; readonly relay: string | null; readonly reference: string };

  /** `secrets` are told by their names and lengths alone. */
  settingsRead: { readonly count: number; readonly secrets: readonly string[] };
  /** One English sentence of the reader of settings. */
  settingWrong: { readonly sentence: string };
  settingIgnored: { readonly sentence: string };
  envFileOpen: { readonly path: string; readonly mode: string };
  nodeOld: { readonly version: string };

  proxyWorks: { readonly proxy: string };
  proxySilent: { readonly proxy: string; readonly why: Unreached };
  proxyWantsPassword: { readonly proxy: string };
  /** It answers, and opens no tunnel to this host. */
  proxyRefuses: { readonly proxy: string; readonly target: string; readonly status: number };

  tokenTaken: { readonly name: string };
  tokenRefused: None;
  discordSilent: { readonly host: string; readonly why: Unreached };
  discordFailing: { readonly status: number };
  discordBlocks: { readonly status: number };
  /** Something answers that is not Discord's API. */
  discordOdd: { readonly host: string };

  applicationFine: None;
  endpointSet: { readonly id: string };
  codeGrant: { readonly id: string };
  publicBot: { readonly id: string };
  intentsOn: { readonly id: string; readonly names: readonly string[] };

  loginsLeft: { readonly remaining: number; readonly total: number };
  loginsLow: { readonly remaining: number; readonly total: number; readonly hours: number };

  commandsCurrent: { readonly count: number };
  /** Discord has others than a start would register, or none. */
  commandsOld: None;
  /** Servers by their names, in which the bot has commands of the same names once more. */
  commandsDoubled: { readonly servers: readonly string[] };
  /** Servers by their names, which have let in the bot without its commands. */
  commandsClosed: { readonly servers: readonly string[]; readonly invite: string };

  serversNamed: { readonly servers: readonly string[]; readonly more: number };
  noServer: { readonly invite: string };
  /** Ids of ALLOWED_GUILDS in which the bot is not. */
  serversMissing: { readonly ids: readonly string[] };
  /** The same where it is in none of them. */
  serversUnserved: { readonly ids: readonly string[]; readonly invite: string };
  serversOpen: { readonly count: number };

  clockRight: None;
  /** By how many seconds the computer's clock is ahead; negative when it is behind. */
  clockOff: { readonly seconds: number };
  clockWrong: { readonly seconds: number };

  relayWorks: OfRelay & { readonly ms: number; readonly dialect: Dialect };
  relaySilent: OfRelay & { readonly why: Unreached };
  relayRedirects: OfRelay & { readonly isPlain: boolean };
  relayPage: OfRelay;
  /** `answersAt` is where a relay does answer, null where none was found. */
  relayMisplaced: OfRelay & { readonly base: string; readonly answersAt: string | null; readonly isModeless: boolean };
  relayFailing: OfRelay & { readonly status: number };
  /** `auth` is the way to send it with which it would be taken, null where there is none. */
  relayKeyRefused: OfRelay & { readonly auth: string | null };
  relayKeyUsedUp: OfRelay;
  /** The key may submit, and not read its tasks. */
  relayKeyBlind: OfRelay;
  /** It answers by itself, and does not reach the server behind it. */
  relayCutOff: OfRelay;
  relayBalance: OfRelay & { readonly left: number; readonly of: number };
  relayBalanceLow: OfRelay & { readonly left: number; readonly of: number };
  /** Classes of buttons that the key cannot press. */
  relayUnsold: OfRelay & { readonly classes: readonly string[] };
  relayNoModal: OfRelay;
  relayOtherName: OfRelay & { readonly stated: string };
  relayModeLost: OfRelay & { readonly mode: string };

  storeFine: { readonly path: string; readonly megabytes: number; readonly isChecked: boolean };
  storeNew: { readonly path: string };
  storeForgets: None;
  /** `name` is a server's address without its password. */
  storeServes: { readonly name: string };
  /** An English sentence of the store, without a full stop. */
  storeNoted: { readonly note: string };
  /** `detail` is what the server or the network says. */
  storeSilent: { readonly name: string; readonly detail: string };
  /** `owner` and `user` are numbers of users. */
  storeNotOurs: { readonly path: string; readonly owner: number; readonly user: number };
  /** `code` is the system's. */
  storeLocked: { readonly path: string; readonly code: string };
  /** One English sentence of the store. */
  storeRefused: { readonly sentence: string };
  storeDamaged: { readonly path: string; readonly detail: string };
  storeOpenToOthers: { readonly path: string; readonly mode: string };
  storeOnNetwork: { readonly path: string; readonly kind: 'NFS' | 'SMB' | '9p' };
  diskLow: { readonly path: string; readonly megabytes: number };
  diskFull: { readonly path: string; readonly megabytes: number };

  callbacksOff: { readonly seconds: number };
  callbacksArrive: { readonly host: string };
  callbacksPlain: { readonly host: string };
  /** Somebody else answers at PUBLIC_URL. */
  callbacksElsewhere: { readonly host: string; readonly status: number };
  callbacksSilent: { readonly host: string; readonly why: Unreached };
  portLocked: { readonly port: number; readonly code: string };
  portTaken: { readonly port: number };

  /** In the channel in which somebody asks, and in its server. */
  hereMay: None;
  hereLacks: { readonly permission: Permission };
  hereFiles: { readonly megabytes: number };
  hereJobs: { readonly running: number; readonly waiting: number };
  hereReady: None;
  hereTrouble: None;
  /** Only the people who run the bot can change that nothing can be made. */
  hereStopped: None;
  hereDoubled: None;

  alertRaised: { readonly alert: Alert };
};
