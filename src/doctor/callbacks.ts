import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { LIVEZ_PATH, livezProof, PROOF_HEADER } from '../http/livez-proof.ts';
import { networkTroubleOf } from '../lib/network-trouble.ts';
import { withDeadline } from '../lib/timeout.ts';
import type { CreateDispatcher } from '../proxy/proxy.ts';

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

/** Whether what is sent to PUBLIC_URL gets to this Darkroom. */
export async function callbackFindings(callbacks: Callbacks, signal: AbortSignal): Promise<readonly Finding[]> {
  const { publicUrl, port, pollSeconds, token, isRunning } = callbacks;
  if (publicUrl === null) return [finding('callbacksOff', { seconds: pollSeconds })];
  const listener = isRunning || port === null ? null : await listen(port, token);
  if (listener && 'code' in listener) return [finding('portLocked', listener)];
  try {
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

type Listener = { stop(): Promise<void> };

/** Answers in the bot's place: null where somebody listens already, who is taken for the bot. */
async function listen(port: number, token: string): Promise<Listener | { port: number; code: string } | null> {
  const server = createServer((request, response) => {
    const nonce = URL.parse(request.url ?? '', 'http://localhost')?.searchParams.get('nonce') ?? '';
    response.setHeader(PROOF_HEADER, livezProof(token, nonce)).end();
  });
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return code === 'EADDRINUSE' ? null : { port, code };
  }
  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
