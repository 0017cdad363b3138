import type { RecentlyListed, Relay } from '../../domain/ports/relay.ts';
import { readRecord, readText } from '../http/json.ts';
import { parseJson } from '../http/parse-json.ts';
import type { Transport } from '../http/transport.ts';

/** The largest list that is read, in bytes, and the most of its entries. */
const [MAX_LIST, MAX_ENTRIES] = [8 * 1024 * 1024, 20_000];
/** How many of the newest charges are looked into, and how many tasks a listing takes. */
const [NEWEST, IDS_PER_LISTING] = [150, 50];

type Parts = {
  readonly transport: Transport;
  readonly key: string;
  readonly list: Relay['list'];
  /** How long the list of charges may take, in ms. */
  readonly ms: number;
};

/**
 * Finds tasks by what a gateway of the new-api family has charged the key for: it cannot list its newest tasks, but tells the
 * id of each that was charged. The key stands in the address of that list, and so in the logs of whatever is in between;
 * no error of ours repeats it.
 */
export function createChargeSearch({ transport, key, list, ms }: Parts): Relay['recent'] {
  async function chargedIds(signal: AbortSignal): Promise<readonly string[] | null> {
    const bounds = { cap: MAX_LIST, deadline: performance.now() + ms, signal };
    const path = `/api/log/token?key=${encodeURIComponent(key)}`;
    const answer = await transport.look(path, bounds).catch(() => null);
    return answer && answer.status >= 200 && answer.status < 300 ? readCharges(answer.text) : null;
  }

  return async (states, signal) => {
    const ids = await chargedIds(signal);
    if (!ids) return null;
    const found: RecentlyListed[] = [];
    for (let from = 0; from < ids.length; from += IDS_PER_LISTING) {
      const { tasks } = await list(ids.slice(from, from + IDS_PER_LISTING), signal);
      found.push(...tasks.filter(({ state }) => states.some((own) => state === own || state.startsWith(`${own}::`))));
    }
    return found.map(({ id, state }) => ({ id, state }));
  };
}

/** The ids of the tasks that were charged last, the newest first; null when the text is no list of charges. */
export function readCharges(text: string): readonly string[] | null {
  const body = readRecord(parseJson(text));
  if (body?.success !== true || !Array.isArray(body.data)) return null;
  const entries = body.data.slice(0, MAX_ENTRIES).flatMap((entry: unknown) => {
    const record = readRecord(entry);
    const id = /(?<![a-z])ID[\s:：]*([\w-]{6,255})/i.exec(readText(record?.content).slice(0, 2_000))?.[1];
    const at = Number(readText(record?.createdAt));
    return id === undefined ? [] : [{ id, at: Number.isFinite(at) ? at : 0 }];
  });
  const newest = entries.sort((one, other) => other.at - one.at).map(({ id }) => id);
  return [...new Set(newest)].slice(0, NEWEST);
}
