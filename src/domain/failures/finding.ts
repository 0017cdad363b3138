/** `bad` needs somebody, `note` is worth knowing, `ok` is as it should be. */
export type Level = 'ok' | 'note' | 'bad';

/** The checks, by their names. */
export type CheckId = 'settings' | 'token' | 'application' | 'relay';

/** How a server was not to be reached. */
type Unreached = 'dns' | 'refused' | 'unreachable' | 'tls' | 'timeout' | 'broken';

/** How relays answer when they are asked for no task, by which they are told apart. */
export type Dialect = 'midjourney-proxy' | 'trueai' | 'new-api' | 'other';

type None = Readonly<Record<never, never>>;

/** What each finding is about. No fact holds a secret. */
export type Facts = {
  /** The check took too long. */
  checkSlow: { readonly check: CheckId };
  /** The check itself failed, for a reason that only the log tells under this reference. */
  checkBroken: { readonly check: CheckId; readonly reference: string };

  /** `secrets` are told by their names and lengths alone. */
  settingsRead: { readonly count: number; readonly secrets: readonly string[] };
  /** One English sentence of the reader of settings. */
  settingWrong: { readonly sentence: string };
  settingIgnored: { readonly sentence: string };
  envFileOpen: { readonly path: string; readonly mode: string };
  nodeOld: { readonly version: string };

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

  relayWorks: { readonly relay: string; readonly ms: number; readonly dialect: Dialect };
  relaySilent: { readonly relay: string; readonly why: Unreached };
  relayRedirects: { readonly relay: string; readonly isPlain: boolean };
  relayPage: { readonly relay: string };
  /** `answersAt` is where a relay does answer, null where none was found. */
  relayMisplaced: { readonly base: string; readonly answersAt: string | null; readonly isModeless: boolean };
  relayFailing: { readonly relay: string; readonly status: number };
  /** `auth` is the RELAY_AUTH with which it would be taken, null where there is none. */
  relayKeyRefused: { readonly relay: string; readonly auth: string | null };
  relayKeyUsedUp: { readonly relay: string };
  /** The key may submit, and not read its tasks. */
  relayKeyBlind: { readonly relay: string };
};

export type FindingId = keyof Facts;

/** One thing that a check found out, without words: those are in the catalogues, under its id. */
export type FindingOf<Id extends FindingId> = {
  readonly id: Id;
  readonly level: Level;
  readonly says: Facts[Id];
};
export type Finding = { readonly [Id in FindingId]: FindingOf<Id> }[FindingId];

/** How much each finding matters. */
export const levels: Readonly<Record<FindingId, Level>> = {
  checkSlow: 'note',
  checkBroken: 'note',
  settingsRead: 'ok',
  settingWrong: 'bad',
  settingIgnored: 'note',
  envFileOpen: 'note',
  nodeOld: 'bad',
  tokenTaken: 'ok',
  tokenRefused: 'bad',
  discordSilent: 'bad',
  discordFailing: 'bad',
  discordBlocks: 'bad',
  discordOdd: 'bad',
  applicationFine: 'ok',
  endpointSet: 'bad',
  codeGrant: 'bad',
  publicBot: 'bad',
  intentsOn: 'note',
  relayWorks: 'ok',
  relaySilent: 'bad',
  relayRedirects: 'bad',
  relayPage: 'bad',
  relayMisplaced: 'bad',
  relayFailing: 'bad',
  relayKeyRefused: 'bad',
  relayKeyUsedUp: 'bad',
  relayKeyBlind: 'bad',
};

/** A finding, with the level that its kind has. */
export function finding<Id extends FindingId>(id: Id, says: Facts[Id]): FindingOf<Id> {
  return { id, level: levels[id], says };
}

/** What a finding says in one language: a sentence, and what helps where something does. */
export type Advice = { readonly says: string; readonly fix?: string };

/** The words for every finding. */
export type FindingWords = { readonly [Id in FindingId]: (facts: Facts[Id]) => Advice };

/** What a finding says in these words. */
export function adviceFor<Id extends FindingId>(words: FindingWords, { id, says }: FindingOf<Id>): Advice {
  return words[id](says);
}
