import { canTunnelGateway } from '../proxy/settings.ts';
import type { Variables } from './environment.ts';

/**
 * A sentence for each setting that is right by itself and goes only with another one, which is not set. `values` are the settings as
 * they are written, `read` what they mean where all can be read.
 */
export function contradictions(
  values: Readonly<Record<string, string>>,
  read: Variables | undefined,
): readonly string[] {
  const problems: string[] = [];
  if (values.PUBLIC_URL !== undefined && values.PORT === undefined) {
    problems.push(
      'PUBLIC_URL is set but PORT is not: set PORT to where callbacks should arrive, or remove PUBLIC_URL.',
    );
  }
  if (read?.NEW_SERVERS === 'closed' && values.OPERATORS === undefined) {
    problems.push(
      'NEW_SERVERS is closed but OPERATORS is not set: nobody could open a server. Set OPERATORS to your own user id, or remove NEW_SERVERS.',
    );
  }
  if (read?.NEW_SERVERS === 'key' && read.SECRETS_KEY === undefined) {
    problems.push(
      'NEW_SERVERS is key but SECRETS_KEY is not set: no server could bring one. Set SECRETS_KEY, or remove NEW_SERVERS.',
    );
  }
  const isProxied = values.HTTPS_PROXY !== undefined || values.HTTP_PROXY !== undefined;
  if (isProxied && !canTunnelGateway(process.versions.node)) {
    problems.push(
      'HTTPS_PROXY or HTTP_PROXY is set, and only Node 24.5 and newer reach Discord through a proxy: update Node, or type "npm start" after "npm ci".',
    );
  }
  return problems;
}
