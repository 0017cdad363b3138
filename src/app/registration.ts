import { registerCommands } from '../discord/gateway/register-commands.ts';
import type { RestClients } from '../discord/rest/clients.ts';
import type { Log } from '../domain/ports/log.ts';
import { endsWithin, type Pause } from '../lib/timeout.ts';
import { en } from '../text/en/index.ts';
import { untilReached } from './discord-retry.ts';

/** How long the start waits for the commands, in ms: members can use those of before meanwhile. */
const PATIENCE = 10_000;

export type RegistrationParts = {
  readonly rest: RestClients['bot'];
  readonly applicationId: string;
  readonly commands: Parameters<typeof registerCommands>[2];
  /** Told the ids of the commands, by their names. */
  readonly onRegistered: (ids: ReadonlyMap<string, string>) => void;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly pause?: Pause;
};

/**
 * Registers the commands, and tries again for as long as Discord cannot do it, saying so once for each cause. Resolves when they
 * are registered, or soon after that was begun: the rest goes on by itself.
 */
export async function keepRegistered(parts: RegistrationParts): Promise<void> {
  const { rest, applicationId, commands, onRegistered, log, signal, pause } = parts;
  const told = new Set<string>();
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();

  async function register(): Promise<void> {
    const attempt = () => registerCommands(rest, applicationId, commands, log);
    const ids = await untilReached(
      attempt,
      (trouble, seconds) => {
        fail();
        const cause = en.alerts.causeOf(trouble, 'Discord');
        if (told.has(cause)) return;
        told.add(cause);
        log.warn({}, `The commands cannot be registered (${cause}): trying again in ${seconds} s.`);
      },
      signal,
      pause,
    );
    onRegistered(ids);
    if (told.size > 0) log.info({}, 'The commands are registered now.');
  }

  const registered = register().catch((error: unknown) => {
    if (!signal.aborted) log.error({ error }, 'the commands cannot be registered: members may lack the new ones');
  });
  await endsWithin(PATIENCE, Promise.race([registered, failed]));
}
