import { randomBytes } from 'node:crypto';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { LIVEZ_PATH, livezProof, PROOF_HEADER } from '../http/livez-proof.ts';
import { networkTroubleOf } from '../lib/network-trouble.ts';
import { withDeadline } from '../lib/timeout.ts';
import type { CreateDispatcher } from '../proxy/proxy.ts';
import { occupy } from './port.ts';

/** How long the answer may take, in ms: a little less than a check. */
const ANSWER_WAIT = 4_500;

export type Callbacks = {
  /** Null: the relay is asked instead, every so many seconds. */
  readonly publicUrl: string | null;
  readonly port: number | null;
  readonly pollSeconds: number;
  readonly token: string;
  readonly dispatcher: CreateDispatcher;
  /** Whether a bot listens on the port for sure. Otherwise we listen there ourselves, where nobody else does. */
  readonly isRunning: boolean;
};

/** Whether a start could listen on PORT, and whether what is sent to PUBLIC_URL gets to this Darkroom. */
export async function callbackFindings(callbacks: Callbacks, signal: AbortSignal): Promise<readonly Finding[]> {
  const { publicUrl, port, pollSeconds, token, isRunning } = callbacks;
  const listener = isRunning || port === null ? null : await occupy(port, token, signal);
  if (listener && 'trouble' in listener) return [listener.trouble];
  try {
    if (publicUrl === null) return [finding('callbacksOff', { seconds: pollSeconds })];
    return await ask(publicUrl, callbacks, signal);
  } finally {
    await listener?.stop();
  }
}

async function ask(publicUrl: string, { token, dispatcher }: Callbacks, signal: AbortSignal): Promise<Finding[]> {
  const nonce = randomBytes(16).toString('hex');
  const { origin, host, pathname, protocol } = new URL(publicUrl);
  const path = `${pathname.replace(/(?<!\/)\/+$/, '')}${LIVEZ_PATH}?nonce=${nonce}`;
  const connections = dispatcher({ allowH2: false });
  try {
    const { statusCode, headers } = await withDeadline(ANSWER_WAIT, signal, async (own) => {
      const answer = await connections.request({ origin, path, method: 'GET', signal: own });
      await answer.body.dump();
      return answer;
    });
    if (headers[PROOF_HEADER] !== livezProof(token, nonce)) {
      return [finding('callbacksElsewhere', { host, status: statusCode })];
    }
    const arrive = finding('callbacksArrive', { host });
    return protocol === 'http:' ? [arrive, finding('callbacksPlain', { host })] : [arrive];
  } catch (error) {
    signal.throwIfAborted();
    const why = networkTroubleOf(error);
    if (why === null) throw error;
    return [finding('callbacksSilent', { host, why })];
  } finally {
    await connections.destroy();
  }
}
