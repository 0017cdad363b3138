import type { Finding } from '../domain/failures/finding.ts';
import { finding } from '../domain/failures/finding.ts';
import type { CheckId } from '../domain/failures/finding-facts.ts';
import type { Check } from './check.ts';
import { clockFindings } from './clock.ts';
import { commandFindings, type OwnCommands } from './commands.ts';
import { type AskedDiscord, applicationFindings, ask, type DiscordAccess, tokenFindings } from './discord.ts';
import { type Servers, serverFindings } from './servers.ts';

/** With fewer logins left for today than this, something uses them up. */
const LOGINS_LOW = 100;
const HOUR = 3_600_000;

export type DiscordChecksParts = {
  readonly access: DiscordAccess;
  readonly discord: AskedDiscord;
  readonly commands: OwnCommands;
  readonly serving: Pick<Servers, 'allowedGuilds' | 'servesNew'>;
};

/** What Discord knows of the bot: all of it by reading. */
export function discordChecks({ access, discord, commands, serving }: DiscordChecksParts): readonly Check[] {
  const { facts, host } = discord;

  /** A check that asks Discord; where Discord does not answer, that is what it finds. */
  function check(
    id: CheckId,
    needs: readonly CheckId[],
    question: (signal: AbortSignal) => Promise<readonly Finding[]>,
  ): Check {
    return {
      id,
      needs,
      async run(signal) {
        const told = await ask(host, signal, question);
        return 'trouble' in told ? [told.trouble] : told.known;
      },
    };
  }

  return [
    check('token', ['settings'], async (signal) => tokenFindings(await facts.me(signal))),
    check('application', ['token'], async (signal) => {
      const allowsAll = serving.allowedGuilds === null && serving.servesNew;
      return applicationFindings(await facts.application(signal), { allowsAll });
    }),
    check('logins', ['token'], async (signal) => {
      const { total, remaining, resetMs } = await facts.logins(signal);
      if (remaining >= LOGINS_LOW) return [finding('loginsLeft', { remaining, total })];
      return [finding('loginsLow', { remaining, total, hours: Math.ceil(resetMs / HOUR) })];
    }),
    check('commands', ['token'], (signal) => commandFindings(discord, commands, signal)),
    check('servers', ['token'], async (signal) => {
      const { id: applicationId } = await facts.application(signal);
      return serverFindings({ ...serving, applicationId, servers: await facts.servers(signal) });
    }),
    check('clock', ['token'], (signal) => clockFindings(access, signal)),
  ];
}
