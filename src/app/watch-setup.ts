import type { Config } from '../config.ts';
import { alertsOf } from '../domain/ports/alerts.ts';
import type { Log } from '../domain/ports/log.ts';
import { withVariablesOf } from '../text/relay-variables.ts';
import { watchAddress } from './address-watch.ts';
import type { Parts } from './parts.ts';
import { checkAuth, checkMode, checkName, modelNotes, type SetupNote, tellBalance, tellNotes } from './setup-checks.ts';

/** The time between two questions for the balance of the keys, in seconds. */
export const BALANCE_PAUSE = 600;

/**
 * Begins to find out how the relays are set up, and tells the operator. Nobody waits for it. `checkBalance` is to be called now
 * and then.
 */
export function watchSetup(
  config: Pick<Config, 'pollSeconds'>,
  log: Log,
  parts: Pick<Parts, 'relays' | 'alerts' | 'engine' | 'halt'>,
): { checkBalance(): Promise<void> } {
  const checks = parts.relays.map((relay) => watchRelay(config, log, parts, relay));
  return {
    async checkBalance() {
      await Promise.all(checks.map((checkBalance) => checkBalance()));
    },
  };
}

/** The same of one relay. The returned function asks for its balance. */
function watchRelay(
  { pollSeconds }: Pick<Config, 'pollSeconds'>,
  log: Log,
  { relays, alerts: all, engine, halt }: Pick<Parts, 'relays' | 'alerts' | 'engine' | 'halt'>,
  { config: { name, auth }, address, setup, capabilities }: Parts['relays'][number],
): () => Promise<void> {
  const { signal } = halt;
  const isOne = relays.length === 1;
  const alerts = isOne ? all : alertsOf(all, name);
  const said = (sentence: string) => (isOne ? sentence : `Relay “${name}”: ${withVariablesOf(name, sentence)}`);
  const known = { ...address, isRefused: engine.lookRefusal(name) === 'refused', auth };
  const told: Log = {
    debug: (facts, message) => log.debug(facts, said(message)),
    info: (facts, message) => log.info(facts, said(message)),
    warn: (facts, message) => log.warn(facts, said(message)),
    error: (facts, message) => log.error(facts, said(message)),
  };
  const tell = (notes: readonly SetupNote[]) => tellNotes(notes, alerts, told);
  let isFirst = true;

  async function checkModels(): Promise<void> {
    const models = await setup.models(signal);
    if (!models) return;
    capabilities.lists(models);
    tell(modelNotes(models));
  }

  for (const check of [checkAuth, checkName, checkMode]) void check(setup, known, signal).then(tell);
  void watchAddress({ relay: setup, base: address.base, pollMs: pollSeconds * 1000, alerts, signal });
  void checkModels();

  return async () => {
    const balance = await setup.balance(signal);
    if (!balance) return;
    tellBalance(balance, isFirst, alerts, told);
    isFirst = false;
  };
}
