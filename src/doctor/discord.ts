import { createRestClients } from '../discord/rest/clients.ts';
import { troubleOf } from '../discord/rest/errors.ts';
import { createOwnFacts, NotDiscordError, type OwnApplication, type OwnFacts } from '../discord/rest/own-facts.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';
import { networkTroubleOf } from '../lib/network-trouble.ts';
import { withDeadline } from '../lib/timeout.ts';
import type { CreateDispatcher } from '../proxy/proxy.ts';

/** How long one question to Discord may take, in ms: a little less than a check. */
const ANSWER_WAIT = 4_500;

/** Where Discord is asked, and with which token. */
export type DiscordAccess = { readonly apiUrl: string; readonly token: string; readonly dispatcher: CreateDispatcher };

/** What is there to be found out, or the finding that says why it is not. */
export type Told<Known> = { readonly known: Known } | { readonly trouble: Finding };

/** Asks Discord one thing. `host` is named when it does not answer. Rejects only with a fault of ours. */
export function ask<Known>(
  host: string,
  signal: AbortSignal,
  question: (signal: AbortSignal) => Promise<Known>,
): Promise<Told<Known>> {
  return askWithin(ANSWER_WAIT, host, signal, question);
}

/** The same for what takes so many ms. */
export async function askWithin<Known>(
  ms: number,
  host: string,
  signal: AbortSignal,
  question: (signal: AbortSignal) => Promise<Known>,
): Promise<Told<Known>> {
  try {
    return { known: await withDeadline(ms, signal, question) };
  } catch (error) {
    signal.throwIfAborted();
    return { trouble: discordTrouble(error, host) };
  }
}

/** What it means that Discord did not answer a question. Throws what is no trouble of Discord's or the network's. */
function discordTrouble(error: unknown, host: string): Finding {
  if (error instanceof NotDiscordError) return finding('discordOdd', { host });
  const { status } = troubleOf(error);
  if (status === 401) return finding('tokenRefused', {});
  if (status !== null)
    return status >= 500 ? finding('discordFailing', { status }) : finding('discordBlocks', { status });
  const why = networkTroubleOf(error);
  if (why === null) throw error;
  return finding('discordSilent', { host, why });
}

/** Discord, as it is asked a few questions. */
export type AskedDiscord = { readonly facts: OwnFacts; readonly host: string; close(): Promise<void> };

/** Connects to Discord's REST API. `onDate` is told what time it is by every answer, in Unix ms. */
export function openDiscord(
  { apiUrl, token, dispatcher }: DiscordAccess,
  onDate?: (time: number) => void,
): AskedDiscord {
  const { bot, close } = createRestClients({ apiUrl, botToken: token, dispatcher, ...(onDate && { onDate }) });
  return { facts: createOwnFacts(bot), host: new URL(apiUrl).host, close };
}

/** Whose token it is. */
export function tokenFindings({ name }: { readonly name: string }): readonly Finding[] {
  return [finding('tokenTaken', { name })];
}

/** Who may be served, as far as it decides whether strangers could spend the relay's key. */
export type Openness = { readonly allowsAll: boolean };

/** What is wrong with how the bot's application is filled in at Discord. */
export function applicationFindings(application: OwnApplication, { allowsAll }: Openness): readonly Finding[] {
  const { id, isPublic, needsCodeGrant, hasEndpoint, intents } = application;
  const found: Finding[] = [];
  if (hasEndpoint) found.push(finding('endpointSet', { id }));
  if (needsCodeGrant) found.push(finding('codeGrant', { id }));
  if (isPublic && allowsAll) found.push(finding('publicBot', { id }));
  if (intents.length > 0) found.push(finding('intentsOn', { id, names: intents }));
  return found.length > 0 ? found : [finding('applicationFine', {})];
}
