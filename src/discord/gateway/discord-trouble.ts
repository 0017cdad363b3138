import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { DiscordTrouble } from '../../domain/failures/discord-trouble.ts';
import { networkTroubleOf } from '../../lib/network-trouble.ts';
import { NotDiscordError } from '../rest/own-facts.ts';

/** Why Discord could not be asked, or its gateway not be connected to; null for an error that has nothing to do with that. */
export function discordTroubleOf(error: unknown): DiscordTrouble | null {
  if (error instanceof NotDiscordError || error instanceof SyntaxError) return { kind: 'otherServer' };
  if (error instanceof RateLimitError) return { kind: 'answered', status: 429 };
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return { kind: 'answered', status: error.status };
  if (!(error instanceof Error)) return null;
  // What the gateway's socket says when it gets an answer of HTTP.
  const status = /^Unexpected server response: (\d+)$/.exec(error.message)?.[1];
  if (status !== undefined) return { kind: 'answered', status: Number(status) };
  const kind = networkTroubleOf(error);
  // So discord.js ends what takes too long, and undici what a proxy refuses.
  if (error.name === 'AbortError' && kind !== 'proxy') return { kind: 'timeout' };
  return kind === null ? null : { kind };
}
