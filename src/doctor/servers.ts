import { inviteAddress } from '../discord/rest/invite.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';

/** A server that the bot is in. */
export type KnownServer = { readonly id: string; readonly name: string };

/** How many servers are named. */
const NAMED = 5;
/** The most servers that Discord lists at once. */
const LISTED = 200;

export type Servers = {
  readonly applicationId: string;
  readonly servers: readonly KnownServer[];
  /** Null: the bot serves every server. */
  readonly allowedGuilds: ReadonlySet<string> | null;
  /** Whether a server about which nobody has decided is served. */
  readonly servesNew: boolean;
};

/** In which servers the bot is, and whether those are the ones that it is to serve. */
export function serverFindings({ applicationId, servers, allowedGuilds, servesNew }: Servers): readonly Finding[] {
  const missing = [...(allowedGuilds ?? [])].filter((id) => !servers.some((server) => server.id === id));
  const found: Finding[] = [];
  if (servers.length === 0) found.push(finding('noServer', { invite: inviteAddress(applicationId) }));
  else {
    const names = servers.slice(0, NAMED).map(({ name }) => name);
    found.push(finding('serversNamed', { servers: names, more: servers.length - names.length }));
  }
  // Of a bot that is in more servers than Discord lists at once, no server is known to be missing.
  const isNone = missing.length === allowedGuilds?.size && servers.length < LISTED;
  if (isNone) found.push(finding('serversUnserved', { ids: missing, invite: inviteAddress(applicationId) }));
  else if (missing.length > 0) found.push(finding('serversMissing', { ids: missing }));
  if (allowedGuilds === null && servesNew && servers.length > 0) {
    found.push(finding('serversOpen', { count: servers.length }));
  }
  return found;
}
