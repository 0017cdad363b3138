import { parseArgs } from 'node:util';
import { type StoreKind, storeKinds } from '../../cluster/shared-store.ts';

const profiles = ['gateway', 'raw', 'original'] as const;
export type ProfileName = (typeof profiles)[number];

/** One run. Everything that is left to chance comes from the seed. */
export type ChaosOptions = {
  /** Gestures that ask for a job. */
  readonly jobs: number;
  readonly members: number;
  readonly seed: number;
  /** Unless given, the seed decides. */
  readonly profile: ProfileName | null;
  /** How many relays the bot has, of which the second takes what the first does not: 1 or 2. */
  readonly relays: number;
  /** How many processes the bot runs as, and on which store. */
  readonly processes: number;
  readonly store: StoreKind;
  /** How often a process dies; of several, how often something happens to one of them or to their store. */
  readonly kills: number;
  /** How often a request meets a fault, as a share of what is usual. 0 is never. */
  readonly faultRate: number;
  /** Whether some gestures make several jobs. Their further messages take half a minute to be given up. */
  readonly repeats: boolean;
  /** Whether the relay is gone for a whole minute once, and a channel is deleted. Only long runs have time for that. */
  readonly disasters: boolean;
  /** How long everything may take to come to rest at the end, in ms. */
  readonly restMs: number;
};

export function withDefaults(given: Partial<ChaosOptions>): ChaosOptions {
  const { jobs = 300 } = given;
  return {
    members: Math.max(3, Math.min(60, Math.round(jobs / 8))),
    seed: 1,
    profile: null,
    relays: 1,
    processes: 1,
    store: 'sqlite',
    kills: Math.ceil(jobs / 80),
    faultRate: 1,
    repeats: true,
    disasters: jobs >= 1_000,
    restMs: 180_000,
    ...given,
    jobs,
  };
}

/**
 * Reads `--jobs 2000 --seed 7 --members 30 --profile raw --relays 2 --processes 3 --store redis --kills 40 --fault-rate 1 --disasters`. Throws with
 * one sentence.
 */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(
        ['jobs', 'members', 'seed', 'profile', 'relays', 'processes', 'store', 'kills', 'fault-rate'].map((name) => [
          name,
          { type: 'string' } as const,
        ]),
      ),
      disasters: { type: 'boolean' },
    },
  });
  const given: Record<string, unknown> = values;
  const numbers = ['jobs', 'members', 'seed', 'relays', 'processes', 'kills', 'fault-rate'].flatMap((name) => {
    const text = given[name];
    if (text === undefined) return [];
    const value = Number(text);
    if (text === '' || !(value >= 0)) throw new Error(`--${name} wants a number.`);
    return [[name === 'fault-rate' ? 'faultRate' : name, value] as const];
  });
  const profile = profiles.find((one) => one === given.profile) ?? null;
  if (given.profile !== undefined && !profile) throw new Error(`--profile is one of ${profiles.join(', ')}.`);
  const store = storeKinds.find((one) => one === given.store) ?? null;
  if (given.store !== undefined && !store) throw new Error(`--store is one of ${storeKinds.join(', ')}.`);
  const disasters = given.disasters === true && { disasters: true };
  return withDefaults({
    ...Object.fromEntries(numbers),
    ...(profile && { profile }),
    ...(store && { store }),
    ...disasters,
  });
}
