import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** Where the processes that share a port tell of which cluster they are. */
export const HEALTHZ_PATH = '/healthz';
/** How long whoever listens on the port may take to say who it is, in ms. */
const PATIENCE = 1_000;
/** The longest answer that is read, in characters. Ours are a few hundred. */
const MAX_ANSWER = 64 * 1024;

/** Who listens on a port of this computer: nobody who says so, a process of this cluster, or somebody else. */
export type Neighbour = 'none' | 'ours' | 'foreign';

/**
 * Finds out who answers on a port. Silence is `none`, as a process of ours may be frozen: where somebody else is silent there,
 * the system refuses the port.
 */
export async function neighbourOn(port: number, cluster: string): Promise<Neighbour> {
  const question = get({
    host: '127.0.0.1',
    port,
    path: HEALTHZ_PATH,
    agent: false,
    signal: AbortSignal.timeout(PATIENCE),
  });
  try {
    const [answer]: IncomingMessage[] = await once(question, 'response');
    return answer && clusterIn(await textOf(answer)) === cluster ? 'ours' : 'foreign';
  } catch (error) {
    return isNoHttp(error) ? 'foreign' : 'none';
  } finally {
    question.on('error', () => {});
    question.destroy();
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MAX_ANSWER) return '';
  }
  return text;
}

function clusterIn(text: string): unknown {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === 'object' && told !== null && 'cluster' in told ? told.cluster : null;
  } catch {
    return null;
  }
}

/** Whether somebody has answered, and not as a web server does. */
function isNoHttp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('HPE_');
}
