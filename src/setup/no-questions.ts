import { checkRelay, checkToken } from '../doctor/answers.ts';
import type { Finding } from '../domain/failures/finding.ts';
import { type Draft, looksLikeToken } from './draft.ts';
import { relayAccess } from './relay-step.ts';
import { tokenAccess } from './token-step.ts';
import { wordsFor } from './words.ts';

/**
 * Takes what the environment holds as the answers, and tries it. Resolves with whether it may be written; what is wrong or missing
 * has been said.
 */
export async function withoutQuestions(
  draft: Draft,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const token = draft.value('DISCORD_TOKEN');
  const key = draft.value('RELAY_API_KEY');
  const problems = [
    ...(token === null
      ? ['DISCORD_TOKEN is not set: it is on the Bot page of https://discord.com/developers/applications.']
      : []),
    ...(token !== null && !looksLikeToken(token)
      ? ['DISCORD_TOKEN is no token: a bot’s token has two dots in it.']
      : []),
    ...(key === null ? ['RELAY_API_KEY is not set: your relay shows it where it lists your keys.'] : []),
  ];
  for (const problem of problems) say(` bad   ${problem}`);
  const [ofToken, ofKey] = await Promise.all([
    token === null || !looksLikeToken(token)
      ? []
      : checkToken(tokenAccess(draft, token), signal).then(({ findings }) => findings),
    key === null ? [] : checkRelay(relayAccess(draft, key), signal),
  ]);
  const findings: readonly Finding[] = [...ofToken, ...ofKey];
  for (const one of findings) say(` ${one.level.padEnd(4)}  ${wordsFor(one).replace('\n', '\n       ')}`);
  for (const [name, value] of draft.ofEnvironment()) draft.set(name, value);
  return problems.length === 0 && findings.every(({ level }) => level !== 'bad');
}
