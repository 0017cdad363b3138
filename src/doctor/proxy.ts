import { once } from 'node:events';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { networkTroubleOf } from '../lib/network-trouble.ts';
import type { ProxyFor } from '../proxy/proxy.ts';
import { proxyAuthorization } from '../proxy/settings.ts';

/** How long a proxy may take to open a tunnel, in ms: a little less than a check. */
const ANSWER_WAIT = 4_500;

export type ProxyQuestion = {
  readonly proxyFor: ProxyFor;
  /** Whom Darkroom talks to. */
  readonly targets: readonly URL[];
};

/** To whom the bot at this API connects: its REST API and its gateway. */
export function discordTargets(apiUrl: string): readonly URL[] {
  const api = new URL(apiUrl);
  return api.hostname === 'discord.com' ? [api, new URL('https://gateway.discord.gg')] : [api];
}

/** Whether the operator's proxies open a tunnel to everybody. Nothing where none is used. */
export async function proxyFindings(
  { proxyFor, targets }: ProxyQuestion,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    targets.map(async (target) => {
      const proxy = URL.parse(proxyFor(target) ?? '');
      return proxy ? [await tunnelFinding(proxy, target, signal)] : [];
    }),
  );
  const all = found.flat();
  const bad = all.filter(({ level }) => level === 'bad');
  // What holds for every tunnel is said once.
  return firstOfEach(bad.length > 0 ? bad : all);
}

function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
}

async function tunnelFinding(proxy: URL, target: URL, signal: AbortSignal): Promise<Finding> {
  const { host } = proxy;
  const answered = await connect(proxy, target, signal);
  if (typeof answered === 'string') return finding('proxySilent', { proxy: host, why: answered });
  if (answered === 407) return finding('proxyWantsPassword', { proxy: host });
  if (answered === 200) return finding('proxyWorks', { proxy: host });
  return finding('proxyRefuses', { proxy: host, target: target.host, status: answered });
}

/** What the proxy answers when it is asked for a tunnel, which is closed at once, or why it does not. */
async function connect(proxy: URL, target: URL, signal: AbortSignal) {
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  const path = `${target.hostname}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const deadline = AbortSignal.timeout(ANSWER_WAIT);
  const request = (proxy.protocol === 'https:' ? overHttps : overHttp)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path,
    agent: false,
    headers: { host: path, ...(authorization && { 'proxy-authorization': authorization }) },
    signal: AbortSignal.any([signal, deadline]),
  });
  request.end();
  try {
    const answers: unknown[] = await Promise.race([once(request, 'connect'), once(request, 'response')]);
    return statusOf(answers[0]);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return 'timeout';
    const why = networkTroubleOf(error);
    if (why === null) throw error;
    return why;
  } finally {
    request.on('error', () => {});
    request.destroy();
  }
}

function statusOf(answer: unknown): number {
  const message = answer instanceof Object && 'statusCode' in answer ? answer.statusCode : 0;
  return typeof message === 'number' ? message : 0;
}
