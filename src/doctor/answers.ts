import type { Finding } from '../domain/failures/finding.ts';
import { openRelay, type RelayAccess } from './asked-relay.ts';
import { applicationFindings, ask, type DiscordAccess, type Openness, openDiscord, tokenFindings } from './discord.ts';
import { relayFindings } from './relay.ts';
import type { KnownServer } from './servers.ts';

/** What was found out about one answer of somebody who sets Darkroom up. */
export type CheckedAnswer<Known> = { readonly findings: readonly Finding[]; readonly known: Known | null };

/** Whose token it is. */
export type CheckedToken = { readonly name: string; readonly applicationId: string };

/** Whether Discord takes a token, and what is wrong with the application that it belongs to. Nothing is known of one that is refused. */
export async function checkToken(
  access: DiscordAccess & Openness,
  signal: AbortSignal,
): Promise<CheckedAnswer<CheckedToken>> {
  const { facts, host, close } = openDiscord(access);
  try {
    const me = await ask(host, signal, facts.me);
    if ('trouble' in me) return { findings: [me.trouble], known: null };
    const application = await ask(host, signal, facts.application);
    if ('trouble' in application) return { findings: [application.trouble], known: null };
    return {
      findings: [...tokenFindings(me.known), ...applicationFindings(application.known, access)],
      known: { name: me.known.name, applicationId: application.known.id },
    };
  } finally {
    await close();
  }
}

/** Which servers the bot is in: at most 200 of them, or null where Discord does not tell. */
export async function checkServers(
  access: DiscordAccess,
  signal: AbortSignal,
): Promise<CheckedAnswer<readonly KnownServer[]>> {
  const { facts, host, close } = openDiscord(access);
  try {
    const servers = await ask(host, signal, facts.servers);
    return 'trouble' in servers ? { findings: [servers.trouble], known: null } : { findings: [], known: servers.known };
  } finally {
    await close();
  }
}

/** Whether a relay answers and takes a key. Throws a TypeError with one plain sentence for an address that is none. */
export async function checkRelay(access: RelayAccess, signal: AbortSignal): Promise<readonly Finding[]> {
  const relay = openRelay(access);
  try {
    return await relayFindings(relay, signal);
  } finally {
    await relay.examination.close();
  }
}
