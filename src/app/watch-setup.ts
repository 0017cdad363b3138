import type { Config } from '../config.ts';
import type { Log } from '../domain/ports/log.ts';
import { watchAddress } from './address-watch.ts';
import type { Parts } from './parts.ts';
import { checkAuth, checkMode, checkName, modelNotes, type SetupNote, tellBalance, tellNotes } from './setup-checks.ts';

/** The time between two questions for the balance of the key, in seconds. */
export const BALANCE_PAUSE = 600;

/**
 * Begins to find out how the relay is set up, and tells the operator. Nobody waits for it. `checkBalance` is to be called now
 * and then.
 */
export function watchSetup(
  config: Config,
  log: Log,
  { address, alerts, capabilities, engine, halt, relay }: Parts,
): { checkBalance(): Promise<void> } {
  const { signal } = halt;
  const isRefused = engine.lookRefusal() === 'refused';
  const known = { ...address, isRefused, auth: config.relay.auth };
  const tell = (notes: readonly SetupNote[]) => tellNotes(notes, alerts, log);
  let isFirst = true;

  async function checkModels(): Promise<void> {
    const models = await relay.models(signal);
    if (!models) return;
    capabilities.lists(models);
    tell(modelNotes(models));
  }

  for (const check of [checkAuth, checkName, checkMode]) void check(relay, known, signal).then(tell);
  void watchAddress({ relay, base: address.base, pollMs: config.pollSeconds * 1000, alerts, signal });
  void checkModels();

  return {
    async checkBalance() {
      const balance = await relay.balance(signal);
      if (!balance) return;
      tellBalance(balance, isFirst, alerts, log);
      isFirst = false;
    },
  };
}
