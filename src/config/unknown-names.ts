import { editDistance } from '../domain/edit-distance.ts';
import { type Environment, isGiven } from './clean.ts';
import { relayOf, relayPrefix } from './relay-names.ts';

/** A variable that looks like a setting of Darkroom and is none. */
export type UnknownName = {
  readonly name: string;
  /** The setting that was probably meant, null when none is near. */
  readonly meant: string | null;
  /** The relay that it would be a setting of, if there were one of that name; null when it is named like no such setting. */
  readonly relay: string | null;
  /** Whether somebody wanted to say who may use the bot, which nothing says as long as the name is wrong. */
  readonly isAboutAccess: boolean;
};

/** What begins so is meant to say who may use the bot, whether or not a setting is near. */
const access = /^ALLOWED_/;
/** What may stand in a file of settings for Node, libraries, Docker Compose and our own compose file. */
const others = /^(?:NODE|DARKROOM|COMPOSE)_|_PROXY$|^(?:TZ|NO_COLOR)$/;
/** What Kubernetes and Docker tell of a neighbour called "relay", what other programs call the hosts they serve, and proxies for what we do not speak. */
const foreign =
  /_SERVICE_(?:HOST|PORT)|_PORT(?:_\d+_(?:TCP|UDP).*)?$|^ALLOWED_(?:HOSTS|ORIGINS)$|^(?:ALL|FTP|RSYNC|WS|WSS)_PROXY$/;

/**
 * Finds the variables that are set, look like one of the `settings` and are none of them. Values are not looked at. A name
 * looks like a setting when it differs by two letters at most, or has a word too many or too few; of those `inFiles`, which
 * were written for Darkroom, each does.
 */
export function unknownNames(
  env: Environment,
  settings: readonly string[],
  inFiles: ReadonlySet<string>,
): readonly UnknownName[] {
  const known = new Set(settings);
  const found: UnknownName[] = [];
  for (const [name, value = ''] of Object.entries(env)) {
    const upper = name.toUpperCase();
    // Windows finds a variable in whichever case it is written.
    const isFound = known.has(name) || (known.has(upper) && env[upper] === value);
    if (isFound || !isGiven(value) || name.length > 40) continue;
    const isOurs = inFiles.has(name) && !others.test(upper);
    if (!isOurs && foreign.test(upper)) continue;
    const relay = relayOf(upper);
    const meant = nearest(upper, relay === null ? settings : settings.filter((one) => !isGiven(env[one])));
    if (meant === null && relay === null && !isOurs && !access.test(upper)) continue;
    const isAboutAccess = [upper, meant ?? ''].some((one) => access.test(one) || one === 'NEW_SERVERS');
    found.push({ name, meant, relay, isAboutAccess: isAboutAccess && !foreign.test(upper) });
  }
  return found;
}

/** A sentence for the operator. */
export function unknownNameSentence({ name, meant, relay, isAboutAccess }: UnknownName): string {
  if (name.startsWith('\ufeff')) {
    return `${name.slice(1)} has an invisible mark in front of its name, so it is not read: save the file that it comes from as UTF-8 without BOM.`;
  }
  if (relay !== null) {
    const needed = ['URL', 'API_KEY'].map((field) => relayPrefix(relay) + field).filter((one) => one !== name);
    const hint = meant === null ? '' : ` Did you mean ${meant}?`;
    return `${name} belongs to no relay: one called ${relay} needs ${needed.join(' and ')}, too.${hint}`;
  }
  if (meant !== null) return `${name} is no setting of Darkroom: did you mean ${meant}?`;
  const instead = isAboutAccess ? ': ALLOWED_GUILDS and ALLOWED_USERS say who may use the bot' : ', so it does nothing';
  return `${name} is no setting of Darkroom${instead}.`;
}

function nearest(name: string, settings: readonly string[]): string | null {
  const bare = name.replaceAll(/[^A-Z0-9]/g, '');
  let best: { readonly setting: string; readonly steps: number } | null = null;
  for (const setting of settings) {
    // Names as short as PORT resemble too much.
    const steps = setting.length < 8 ? Number.POSITIVE_INFINITY : editDistance(bare, setting.replaceAll('_', ''), 2);
    if (steps <= 2 && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) best = { setting, steps };
  }
  return best?.setting ?? settings.find((setting) => differByWord(name, setting)) ?? null;
}

/** Whether two names of several words begin alike, and one has all words of the other and one more. */
function differByWord(one: string, other: string): boolean {
  const [few = [], many = []] = [one.split('_'), other.split('_')].toSorted((a, b) => a.length - b.length);
  if (few.length < 2 || many.length !== few.length + 1 || few[0] !== many[0]) return false;
  return few.every((word) => many.includes(word));
}
