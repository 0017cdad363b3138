import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { LIVEZ_PATH, livezProof, PROOF_HEADER } from '../http/livez-proof.ts';

/** How long whoever listens on the port may take to prove to be the bot, in ms. */
const PROOF_WAIT = 2_000;
/** How often it is asked at once. */
const QUESTIONS = 8;

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

/**
 * Whether whoever listens on a port of this computer has the token. Several processes of a bot may share the port, and one of them
 * may be frozen: so it is asked more than once.
 */
async function isOurs(port: number, token: string, signal: AbortSignal): Promise<boolean> {
  const known = new AbortController();
  const ends = AbortSignal.any([signal, known.signal, AbortSignal.timeout(PROOF_WAIT)]);
  try {
    await Promise.any(Array.from({ length: QUESTIONS }, () => askForProof(port, token, ends)));
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    known.abort();
  }
}

/** Asks once, by no proxy. Rejects without the proof. */
async function askForProof(port: number, token: string, signal: AbortSignal): Promise<void> {
  const nonce = randomBytes(16).toString('hex');
  const question = get({ host: '127.0.0.1', port, path: `${LIVEZ_PATH}?nonce=${nonce}`, agent: false, signal });
  try {
    const [answer]: IncomingMessage[] = await once(question, 'response');
    if (answer?.headers[PROOF_HEADER] !== livezProof(token, nonce)) throw new Error('that was no proof');
  } finally {
    question.on('error', () => {});
    question.destroy();
  }
}
