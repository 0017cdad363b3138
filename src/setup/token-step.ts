import { type CheckedToken, checkToken } from '../doctor/answers.ts';
import type { Finding } from '../domain/failures/finding.ts';
import { createProxy } from '../proxy/proxy.ts';
import { untilRight } from './attempts.ts';
import { type Draft, looksLikeToken, meant, problemWith } from './draft.ts';
import type { Terminal } from './terminal.ts';
import { askedWordsFor, ofLevel } from './words.ts';

const NAME = 'DISCORD_TOKEN';

/** What a token is tried with. */
export function tokenAccess(draft: Draft, token: string) {
  const { discordApiUrl, proxy, allowedGuilds, newServers } = draft.config();
  const allowsAll = allowedGuilds === null && newServers === 'open';
  return { apiUrl: discordApiUrl, token, allowsAll, dispatcher: createProxy(proxy).dispatcher };
}

/** Asks for the bot's token, and for what is wrong with its application to be put right. Null: nothing is known of the token. */
export async function tokenStep(draft: Draft, terminal: Terminal, signal: AbortSignal): Promise<CheckedToken | null> {
  const given = draft.value(NAME);
  terminal.step('1/4  The bot’s token, from https://discord.com/developers/applications → Bot → Reset Token');
  let findings: readonly Finding[] = [];
  const { value, known } = await untilRight(terminal, {
    given,
    ask: async () =>
      meant(NAME, await terminal.secret({ message: 'The token', validate: (typed) => problemWith(NAME, typed) })),
    async check(token) {
      draft.trying(token);
      if (!looksLikeToken(token)) {
        terminal.bad(`What ${NAME} holds is no token: a bot’s token has two dots in it.`);
        return null;
      }
      const checked = await checkToken(tokenAccess(draft, token), signal);
      findings = checked.findings;
      if (checked.known) terminal.good(`The bot is “${checked.known.name}”.`);
      else for (const one of findings) terminal.bad(askedWordsFor(one));
      return checked.known;
    },
  });
  if (value !== given) draft.set(NAME, value);
  if (known) await mendApplication(draft, terminal, { value, findings }, signal);
  return known;
}

/** Says what is wrong with the application until nothing is, or until somebody goes on all the same. */
async function mendApplication(
  draft: Draft,
  terminal: Terminal,
  { value, findings: first }: { readonly value: string; readonly findings: readonly Finding[] },
  signal: AbortSignal,
): Promise<void> {
  let wrong = ofLevel(first, 'bad');
  for (const one of ofLevel(first, 'note')) terminal.warn(askedWordsFor(one));
  while (wrong.length > 0) {
    for (const one of wrong) terminal.warn(askedWordsFor(one));
    if (!(await terminal.first('Put it right there, then press Enter.', 'I have done it', 'Go on as it is'))) return;
    wrong = ofLevel((await checkToken(tokenAccess(draft, value), signal)).findings, 'bad');
    if (wrong.length === 0) terminal.good('Now it is right.');
  }
}
