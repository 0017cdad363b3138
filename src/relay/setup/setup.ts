import type { RelayAuth, RelaySetup } from '../../domain/relay-setup.ts';
import type { Answer } from '../http/exchange.ts';
import { readRecord, readText } from '../http/json.ts';
import { parseJson } from '../http/parse-json.ts';
import type { Transport } from '../http/transport.ts';

/** The largest answer that is read, in bytes. A list of a gateway's models is long. */
const MAX_ANSWER = 2 * 1024 * 1024;
/** The most models of a list that are read. */
const MAX_MODELS = 5_000;
/** A key with a limit of so much has none. */
const UNLIMITED = 1_000_000;
/** The question for no task. Every relay checks the key before it answers. */
const QUESTION = '/task/0/fetch';

const ways: readonly RelayAuth[] = ['bearer', 'mj-api-secret', 'raw'];

export type SetupParts = {
  readonly transport: Transport;
  /** Another way to the same relay, which sends the key so. */
  readonly transportBy: (auth: RelayAuth) => Transport;
  readonly auth: RelayAuth;
  /** How long one question may take, in ms. */
  readonly ms: number;
};

/** Asks a relay how it is set up. Gateways answer most of that beside their API, to the same key. */
export function createSetup({ transport, transportBy, auth, ms }: SetupParts): Omit<RelaySetup, 'locate'> {
  const bounds = (signal: AbortSignal) => ({ cap: MAX_ANSWER, deadline: performance.now() + ms, signal });

  async function asked(way: RelayAuth, signal: AbortSignal): Promise<boolean> {
    const other = transportBy(way);
    try {
      const { status } = await other.ask('GET', QUESTION, null, bounds(signal));
      return status < 500 && status !== 401 && status !== 403 && status !== 429;
    } catch {
      return false;
    } finally {
      await other.close();
    }
  }

  /** The JSON object at a path of the server, null when there is none. */
  async function record(path: string, ask: Transport['look'], signal: AbortSignal) {
    const answer = await ask(path, bounds(signal)).catch(() => null);
    return answer && isOk(answer) ? readRecord(parseJson(answer.text)) : null;
  }

  const status = (signal: AbortSignal) => record('/api/status', transport.look, signal);

  const beside = (path: string, signal: AbortSignal) => record(path, transport.askBeside, signal);

  return {
    async otherAuth(signal) {
      for (const way of ways) if (way !== auth && (await asked(way, signal))) return way;
      return null;
    },

    async isGateway(signal) {
      const told = await status(signal);
      return told?.success === true && readRecord(told.data) !== null;
    },

    async statedOrigin(signal) {
      const address = readRecord((await status(signal))?.data)?.serverAddress;
      return URL.parse(readText(address))?.origin ?? null;
    },

    async models(signal) {
      const list = (await beside('/v1/models', signal))?.data;
      if (!Array.isArray(list)) return null;
      return list.slice(0, MAX_MODELS).map((model: unknown) => readText(readRecord(model)?.id));
    },

    async balance(signal) {
      const of = numberOf((await beside('/v1/dashboard/billing/subscription', signal))?.hardLimitUsd);
      const used = numberOf((await beside('/v1/dashboard/billing/usage', signal))?.totalUsage);
      if (of === null || used === null || of <= 0 || of >= UNLIMITED) return null;
      // Usage is told in hundredths.
      return { left: of - used / 100, of };
    },
  };
}

function isOk({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
