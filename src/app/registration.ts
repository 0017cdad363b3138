import { registerCommands } from '../discord/gateway/register-commands.ts';
import type { RestClients } from '../discord/rest/clients.ts';
import type { Log } from '../domain/ports/log.ts';
import { endsWithin, type Pause, pause as realPause } from '../lib/timeout.ts';
import { en } from '../text/en/index.ts';
import { untilReached } from './discord-retry.ts';

/** How long the start waits for the commands, in ms: members can use those of before meanwhile. */
const PATIENCE = 10_000;

/** How long until a process that may not register them asks whether it may now, in ms. */
const LATER = 10_000;

export type RegistrationParts = {
  readonly rest: RestClients['bot'];
  readonly applicationId: string;
  readonly commands: Parameters<typeof registerCommands>[2];
  /** Whether this process may change what Discord has: where several differ, one of them does. Asked again and again while it may not. */
  readonly mayWrite: () => boolean;
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
  const { rest, applicationId, commands, mayWrite, onRegistered, log, signal, pause = realPause } = parts;
  const told = new Set<string>();
  let isOurs = false;
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();

  async function register(): Promise<void> {
    const attempt = () => registerCommands(rest, applicationId, commands, log, mayWrite);
    const registered = await untilReached(
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
    onRegistered(registered.ids);
    isOurs = registered.isOurs;
    if (told.size > 0) log.info({}, 'The commands are registered now.');
  }

  /** Registers them once this process may, after another one of another version has. */
  async function registerLater(): Promise<void> {
    while (!isOurs && !signal.aborted) {
      await pause(LATER, signal);
      if (mayWrite()) await register();
    }
  }

  const first = register();
  const registered = first.catch((error: unknown) => {
    if (!signal.aborted) log.error({ error }, 'the commands cannot be registered: members may lack the new ones');
  });
  first.then(registerLater).catch(() => undefined);
  await endsWithin(PATIENCE, Promise.race([registered, failed]));
}
