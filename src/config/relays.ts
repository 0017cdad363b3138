import { z } from 'zod';
import { relayAddress } from '../relay/http/address.ts';
import type { SettingIssue } from './issue.ts';
import { MAIN, type RelayNames, relayPrefix } from './relay-names.ts';
import { relayShape } from './relay-shape.ts';

/** A relay of the operator. `key` is secret: never log the whole object. */
export type RelayConfig = {
  /** For life: records name the relay by it. */
  readonly name: string;
  /** Whether it gets new jobs. Otherwise it only serves the pictures that it made. */
  readonly isListed: boolean;
  readonly url: string;
  readonly mode: 'fast' | 'relax' | 'turbo' | null;
  readonly auth: 'bearer' | 'raw' | 'mj-api-secret';
  /** Whether lost submissions are looked for in the gateway's list of charges: the key stands in its address. */
  readonly searchCharges: boolean;
  readonly key: string;
  /** Slots: how many jobs the relay works on at once. */
  readonly concurrency: number;
};

type Values = Readonly<Record<string, string | undefined>>;
type RelayValues = Omit<z.infer<z.ZodObject<ReturnType<typeof relayShape>>>, 'API_KEY_FILE'>;

/** The relays beside main, in the order of their names, and what is wrong with them. */
export function readFurtherRelays(values: Values, { listed, offList }: RelayNames) {
  const relays: RelayConfig[] = [];
  const issues: SettingIssue[] = [];
  for (const name of [...listed, ...offList]) {
    if (name === MAIN) continue;
    const prefix = relayPrefix(name);
    const isListed = listed.includes(name);
    const shape = relayShape(prefix);
    const own = Object.keys(shape).map((field) => [field, values[prefix + field]] as const);
    const parsed = z.object(shape).safeParse(Object.fromEntries(own));
    for (const { path, message } of parsed.error?.issues ?? []) {
      const variable = prefix + path.join('.');
      const isMissing = values[variable] === undefined;
      const sentence = isMissing && path[0] === 'URL' ? missingUrl(variable, name) : message;
      issues.push({ name: variable, suspect: isMissing ? 'RELAYS' : variable, sentence });
    }
    if (parsed.success) relays.push(relayConfig(name, isListed, parsed.data));
  }
  return { relays, issues };
}

function missingUrl(variable: string, name: string): string {
  return `${variable} is not set: RELAYS lists ${name}, so say where it answers, or remove it there.`;
}

/** One relay of what was read for it. */
export function relayConfig(name: string, isListed: boolean, values: RelayValues): RelayConfig {
  return {
    name,
    isListed,
    url: values.URL,
    mode: values.MODE ?? null,
    auth: values.AUTH,
    searchCharges: values.CHARGE_LIST === 'on',
    key: values.API_KEY,
    concurrency: values.CONCURRENCY,
  };
}

/** All relays in the order of their names, which is that of preference. */
export function arrangeRelays(relays: readonly RelayConfig[], { listed, offList }: RelayNames): readonly RelayConfig[] {
  return [...listed, ...offList].flatMap((name) => relays.find((relay) => relay.name === name) ?? []);
}

/** Relays that are an earlier one once more, as they have the same address and the same key. */
export function sameRelays(relays: readonly RelayConfig[]): readonly SettingIssue[] {
  return relays.flatMap((relay, index) => {
    const { base } = relayAddress(relay.url, relay.mode);
    const earlier = relays.slice(0, index).filter(({ key }) => key === relay.key);
    const twin = earlier.find((one) => relayAddress(one.url, one.mode).base === base);
    if (!twin) return [];
    const name = `${relayPrefix(relay.name)}URL`;
    const sentence = `${name} and its key are those of the relay ${twin.name}: remove one of the two relays.`;
    return [{ name, suspect: 'RELAYS', sentence }];
  });
}
