import type { Facts } from './finding-facts.ts';

/** `bad` needs somebody, `note` is worth knowing, `ok` is as it should be. */
export type Level = 'ok' | 'note' | 'bad';

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
  proxyWorks: 'ok',
  proxySilent: 'bad',
  proxyWantsPassword: 'bad',
  proxyRefuses: 'bad',
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
  loginsLeft: 'ok',
  loginsLow: 'bad',
  commandsCurrent: 'ok',
  commandsOld: 'note',
  commandsDoubled: 'bad',
  commandsClosed: 'bad',
  serversNamed: 'ok',
  noServer: 'note',
  serversMissing: 'note',
  serversUnserved: 'bad',
  serversOpen: 'note',
  clockRight: 'ok',
  clockOff: 'note',
  clockWrong: 'bad',
  relayWorks: 'ok',
  relaySilent: 'bad',
  relayRedirects: 'bad',
  relayPage: 'bad',
  relayMisplaced: 'bad',
  relayFailing: 'bad',
  relayKeyRefused: 'bad',
  relayKeyUsedUp: 'bad',
  relayKeyBlind: 'bad',
  relayCutOff: 'bad',
  relayBalance: 'ok',
  relayBalanceLow: 'note',
  relayUnsold: 'note',
  relayNoModal: 'note',
  relayOtherName: 'note',
  relayModeLost: 'note',
  storeFine: 'ok',
  storeNew: 'ok',
  storeForgets: 'note',
  storeServes: 'ok',
  storeNoted: 'note',
  storeSilent: 'bad',
  storeNotOurs: 'bad',
  storeLocked: 'bad',
  storeRefused: 'bad',
  storeDamaged: 'bad',
  storeOpenToOthers: 'note',
  storeOnNetwork: 'bad',
  diskLow: 'note',
  diskFull: 'bad',
  callbacksOff: 'ok',
  callbacksArrive: 'ok',
  callbacksPlain: 'note',
  callbacksElsewhere: 'bad',
  callbacksSilent: 'bad',
  portLocked: 'bad',
  portTaken: 'bad',
  hereMay: 'ok',
  hereLacks: 'bad',
  hereFiles: 'ok',
  hereJobs: 'ok',
  hereReady: 'ok',
  hereTrouble: 'note',
  hereStopped: 'bad',
  hereDoubled: 'bad',
  alertRaised: 'bad',
};

/** A finding, with the level that its kind has. */
export function finding<Id extends FindingId>(id: Id, says: Facts[Id]): FindingOf<Id> {
  return { id, level: levels[id], says };
}

/** How many findings need somebody, and how many checks did not come to an end, so that nothing is known. */
export function tally(findings: readonly Finding[]): { readonly bad: number; readonly unseen: number } {
  return {
    bad: findings.filter(({ level }) => level === 'bad').length,
    unseen: findings.filter(({ id }) => id === 'checkBroken' || id === 'checkSlow').length,
  };
}

/** What a finding says in one language: a sentence, and what helps where something does. */
export type Advice = { readonly says: string; readonly fix?: string };

/** The words for every finding. */
export type FindingWords = { readonly [Id in FindingId]: (facts: Facts[Id]) => Advice };

/** What a finding says in these words. */
export function adviceFor<Id extends FindingId>(words: FindingWords, { id, says }: FindingOf<Id>): Advice {
  return words[id](says);
}
