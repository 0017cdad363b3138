import { clean, type Environment, isGiven } from './clean.ts';

/** The relay whose settings have no name in theirs: `RELAY_URL` instead of `RELAY_BACKUP_URL`. */
export const MAIN = 'main';

const RELAYS_MAX = 16;

/** What can be set for each relay, as the last part of a variable's name. */
const fields = ['API_KEY', 'API_KEY_FILE', 'URL', 'MODE', 'AUTH', 'CHARGE_LIST', 'CONCURRENCY'] as const;

/** The parts of main's own settings, and what Docker and Kubernetes tell of a neighbour called "relay". */
const taken = new Set([...fields.flatMap((field) => field.toLowerCase().split('_')), 'env', 'port', 'service']);

/** The relays of an environment by their names, as far as they can be used. */
export type RelayNames = {
  /** In order of preference. */
  readonly listed: readonly string[];
  /** Those that get nothing new. */
  readonly offList: readonly string[];
};

/** What stands in front of a relay's settings. */
export function relayPrefix(relay: string): string {
  return relay === MAIN ? 'RELAY_' : `RELAY_${relay.toUpperCase()}_`;
}

/** The variables of a relay. */
export function relayVariables(relay: string): readonly string[] {
  return fields.map((field) => relayPrefix(relay) + field);
}

/** The relay other than main that a variable would be a setting of; null when it is of none. */
export function relayOf(variable: string): string | null {
  const relay = pattern.exec(variable)?.[1]?.toLowerCase() ?? MAIN;
  return relay === MAIN || taken.has(relay) ? null : relay;
}

const pattern = new RegExp(`^RELAY_([A-Z][A-Z0-9]{0,15})_(?:${fields.join('|')})$`);

/** Reads a list of relays. Throws a TypeError with one sentence for one that cannot be used. */
export function parseRelays(text: string): readonly string[] {
  const relays = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((name) => name !== '');
  const isUsable = relays.length > 0 && relays.length <= RELAYS_MAX;
  if (!isUsable || !relays.every((relay) => /^[a-z][a-z0-9]{0,15}$/.test(relay))) {
    throw new TypeError(
      `RELAYS must be a list of 1 to ${RELAYS_MAX} relays, separated by commas: main, and names of at most 16 letters and digits that begin with a letter.`,
    );
  }
  for (const [index, relay] of relays.entries()) {
    if (taken.has(relay)) {
      const reason = `RELAY_${relay.toUpperCase()} is the beginning of names that mean something else`;
      throw new TypeError(`RELAYS lists ${relay}, which no relay may be called, as ${reason}: choose another name.`);
    }
    if (relays.indexOf(relay) < index) throw new TypeError(`RELAYS lists ${relay} twice: remove one of them.`);
  }
  return relays;
}

/** The relays beside main that an environment lists, or gives an address or a key, whether or not they can be used. */
export function furtherRelays(env: Environment): readonly string[] {
  const given = Object.keys(env).flatMap((name) => {
    const upper = name.toUpperCase();
    // Windows finds a variable in whichever case it is written.
    const isSet = /_(?:URL|API_KEY)$/.test(upper) && isGiven(env[upper]);
    return isSet ? (relayOf(upper) ?? []) : [];
  });
  return [...new Set([...listedIn(env).filter((relay) => relay !== MAIN), ...given.toSorted()])];
}

/** The relays of an environment. `secretFiles` are the secrets that stand in files. */
export function relayNames(env: Environment, secretFiles: readonly { readonly name: string }[]): RelayNames {
  const listed = listedIn(env);
  const isComplete = (relay: string) => {
    const key = `${relayPrefix(relay)}API_KEY`;
    const hasKey =
      [key, `${key}_FILE`].some((name) => isGiven(env[name])) || secretFiles.some(({ name }) => name === key);
    return hasKey && isGiven(env[`${relayPrefix(relay)}URL`]);
  };
  const offList = furtherRelays(env).filter((relay) => !listed.includes(relay) && isComplete(relay));
  return { listed, offList: listed.includes(MAIN) ? offList : [MAIN, ...offList] };
}

/** The list of an environment, or main alone where it cannot be used, which is told elsewhere. */
function listedIn(env: Environment): readonly string[] {
  try {
    return parseRelays(clean(env, ['RELAYS']).RELAYS ?? MAIN);
  } catch {
    return [MAIN];
  }
}
