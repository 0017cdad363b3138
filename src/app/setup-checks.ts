import { unsoldClasses } from '../domain/buttons/models.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Balance, RelaySetup } from '../domain/relay-setup.ts';

/** One sentence for the operator about how the relay is set up. */
export type SetupNote = {
  readonly level: 'error' | 'warn' | 'info';
  readonly sentence: string;
};

/** Finds out one thing by free questions. Never rejects. */
type Check<Questions extends keyof RelaySetup, Known = undefined> = (
  relay: Pick<RelaySetup, Questions>,
  known: Known,
  signal: AbortSignal,
) => Promise<readonly SetupNote[]>;

/** Tells notes in the log, and the people who run the bot of those that keep it from working. */
export function tellNotes(notes: readonly SetupNote[], alerts: Alerts, log: Log): void {
  for (const { level, sentence } of notes) {
    if (level === 'error') alerts.raise({ kind: 'setupWrong', sentence });
    else log[level]({}, sentence);
  }
}

/** Whether the gateway makes the addresses of its pictures from another name than the one that RELAY_URL has. */
export const checkName: Check<'statedOrigin', { readonly origin: string }> = async (relay, { origin }, signal) => {
  const stated = await relay.statedOrigin(signal);
  if (stated === null || stated === origin) return [];
  const sentence = `The gateway links its pictures at ${stated}, and RELAY_URL is ${origin}: what cannot be had there is asked for here.`;
  return [{ level: 'info', sentence }];
};

/** Whether a key that was refused is taken when it is sent in another way. Some gateways know only one of them. */
export const checkAuth: Check<'otherAuth', { readonly isRefused: boolean }> = async (relay, { isRefused }, signal) => {
  const auth = isRefused ? await relay.otherAuth(signal) : null;
  if (auth === null) return [];
  return [
    { level: 'error', sentence: `The relay takes RELAY_API_KEY with RELAY_AUTH=${auth}: set that, and restart.` },
  ];
};

/**
 * Whether the speed of RELAY_MODE gets lost. Gateways of the new-api family drop it from addresses with `/mj-`; one-hub,
 * which is known by its way of taking the key, keeps it.
 */
export const checkMode: Check<'isGateway', { readonly base: string; readonly auth: string }> = async (
  relay,
  { base, auth },
  signal,
) => {
  const mode = /\/mj-([a-z]+)\/mj$/.exec(base)?.[1];
  if (mode === undefined || auth === 'mj-api-secret' || !(await relay.isGateway(signal))) return [];
  const sentence = `The relay is a gateway of the new-api kind. As it comes, it drops the speed “${mode}” of RELAY_MODE, makes pictures at its own speed, and charges the ordinary price. Ask whoever runs it, or have members add --${mode} to their prompts.`;
  return [{ level: 'warn', sentence }];
};

/** What the models that the relay lists for the key leave out. */
export function modelNotes(models: readonly string[]): readonly SetupNote[] {
  const unsold = [...unsoldClasses(models)];
  if (unsold.length === 0) return [];
  const sentence = `The relay lists no model for some buttons, which are left out of results: ${unsold.join(', ')}.`;
  if (models.includes('mj_modal')) return [{ level: 'info', sentence }];
  const modal =
    'RELAY_API_KEY may not use mj_modal: new words with remix, Custom Zoom and Vary (Region) fail until whoever runs the relay adds it.';
  return [
    { level: 'warn', sentence: modal },
    { level: 'info', sentence },
  ];
}

/** Below this share of a key's limit the people who run the bot are told. */
const LOW = 0.1;

/** Tells of a balance: once how much there is, and when it gets low. `isFirst`: it is the first one since the start. */
export function tellBalance(balance: Balance, isFirst: boolean, alerts: Alerts, log: Pick<Log, 'info'>): void {
  const { left, of } = balance;
  if (left < LOW * of) alerts.raise({ kind: 'creditLow', left, of });
  else alerts.clear('creditLow');
  if (isFirst && left >= LOW * of)
    log.info({}, `RELAY_API_KEY may still spend ${left.toFixed(2)} of ${of.toFixed(2)}.`);
}
