import { setTimeout } from 'node:timers/promises';
import { inviteAddress } from '../discord/rest/invite.ts';
import { checkServers } from '../doctor/answers.ts';
import type { KnownServer } from '../doctor/servers.ts';
import type { Draft } from './draft.ts';
import type { Terminal } from './terminal.ts';
import { tokenAccess } from './token-step.ts';

/** How often it is looked whether the bot has joined, in ms. */
const LOOK_EVERY = 2_000;

/** Invites the bot, waits until it has joined or for Enter, and asks whether it serves nobody else. */
export async function inviteStep(
  draft: Draft,
  terminal: Terminal,
  applicationId: string | null,
  signal: AbortSignal,
): Promise<void> {
  terminal.step('3/4  The bot in your server');
  const token = draft.value('DISCORD_TOKEN');
  if (applicationId === null || token === null) {
    terminal.warn(
      'Without a token that works this has to wait: npm run doctor tells the address to invite the bot at.',
    );
    return;
  }
  const look = async (ends: AbortSignal) => (await checkServers(tokenAccess(draft, token), ends)).known ?? [];
  let servers = await look(signal);
  if (servers.length === 0) {
    terminal.step(`Invite it at ${inviteAddress(applicationId)}`);
    servers =
      (await terminal.waitFor('Waiting until it has joined…', 'Later', (ends) => untilJoined(look, ends))) ?? [];
  }
  if (servers.length === 0) return;
  terminal.good(`The bot is in ${named(servers)}.`);
  const isDecided = draft.value('ALLOWED_GUILDS') !== null || draft.value('NEW_SERVERS') !== null;
  if (isDecided) return;
  const question = servers.length === 1 ? 'Serve only this server?' : `Serve only these ${servers.length} servers?`;
  if (await terminal.confirm(question)) draft.set('ALLOWED_GUILDS', servers.map(({ id }) => id).join(','));
}

async function untilJoined(
  look: (signal: AbortSignal) => Promise<readonly KnownServer[]>,
  signal: AbortSignal,
): Promise<readonly KnownServer[]> {
  for (;;) {
    await setTimeout(LOOK_EVERY, undefined, { signal });
    const servers = await look(signal);
    if (servers.length > 0) return servers;
  }
}

function named(servers: readonly KnownServer[]): string {
  const names = servers.slice(0, 5).map(({ name }) => `“${name}”`);
  return servers.length > 5 ? `${names.join(', ')} and ${servers.length - 5} more` : names.join(', ');
}
