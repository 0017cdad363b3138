import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { LIVEZ_PATH, livezProof, PROOF_HEADER } from '../http/livez-proof.ts';

/** How long whoever listens on the port may take to prove to be the bot, in ms. */
const PROOF_WAIT = 2_000;

/** Somebody who answers on a port in the bot's place. */
export type Listener = { stop(): Promise<void> };

/** Listens on a port in the bot's place: null where the bot itself does, and a finding where nobody could. */
export async function occupy(
  port: number,
  token: string,
  signal: AbortSignal,
): Promise<Listener | { readonly trouble: Finding } | null> {
  const server = createServer((request, response) => {
    const nonce = URL.parse(request.url ?? '', 'http://localhost')?.searchParams.get('nonce') ?? '';
    response.setHeader(PROOF_HEADER, livezProof(token, nonce)).end();
  });
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    if (code !== 'EADDRINUSE') return { trouble: finding('portLocked', { port, code }) };
    return (await isOurs(port, token, signal)) ? null : { trouble: finding('portTaken', { port }) };
  }
  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whether whoever listens on a port of this computer has the token. It is asked by no proxy. */
async function isOurs(port: number, token: string, signal: AbortSignal): Promise<boolean> {
  const nonce = randomBytes(16).toString('hex');
  const ends = AbortSignal.any([signal, AbortSignal.timeout(PROOF_WAIT)]);
  const question = get({ host: '127.0.0.1', port, path: `${LIVEZ_PATH}?nonce=${nonce}`, agent: false, signal: ends });
  try {
    const [answer]: IncomingMessage[] = await once(question, 'response');
    return answer?.headers[PROOF_HEADER] === livezProof(token, nonce);
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    question.on('error', () => {});
    question.destroy();
  }
}
